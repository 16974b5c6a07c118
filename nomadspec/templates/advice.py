"""Help for failures: what to write instead, and which values print as addresses."""

from __future__ import annotations

from nomadspec.templates.types import CHANNEL, LIST, MAP, NUMBER, STRUCT, TEXT, Type, type_of
from nomadspec.templates.values import Value

#: Names from other programs and other types → the right name, by type.
_MEANT = {
    "HealthService": {
        "Addr": "Address",
        "ServiceAddress": "Address",
        "ServicePort": "Port",
        "ServiceName": "Name",
        "Meta": "ServiceMeta",
        "ServiceTags": "Tags",
        "ServiceID": "ID",
    },
    "NomadService": {"Addr": "Address", "ServiceName": "Name", "ServicePort": "Port", "AllocationID": "AllocID", "Meta": "Tags"},
    "KeyPair": {"Name": "Key"},
    "NomadVarItem": {"value": "Value", "key": "Key"},
    "Secret": {"Certificate": "Data.certificate"},
}


def field_help(type: Type, name: str) -> tuple[str, str]:
    """(help, the name to write instead or "") where `type` has no `name`."""
    names = type.names()
    meant = _MEANT.get(type.name, {}).get(name)
    if meant is None and names:
        from nomadspec.source.closest import closest

        folded = {known.lower(): known for known in names}
        meant = folded.get(name.lower()) or closest(name, names, 0.72)
    if meant is not None:
        return f"Did you mean {meant!r}?", meant
    if type.name == "Secret":
        return f"Secret data is in `.Data`: use `.Data.{name}`, or `.Data.data.{name}` for KV version 2.", ""
    if type.kind == LIST and type.element and name in _fields(type.element):
        return "Iterate over the list with `{{ range … }}`, or take one element with `index`.", ""
    if type.name == "NomadVarItem":
        return "Use the item's `.Value`.", ""
    if names:
        return f"Its fields: {', '.join(names[:12])}{' …' if len(names) > 12 else ''}.", ""
    if type.kind == TEXT:
        return "If it holds JSON, parse it first: `… | parseJSON`.", ""
    return "", ""


def _fields(name: str) -> tuple[str, ...]:
    return () if name == "any" else type_of(name).names()


def argument_help(function: str, parameter: str, given: Value) -> str:
    """How to convert a value of that type."""
    name = given.type.name
    if name == "NomadVarItem":
        return "Use the item's `.Value`."
    if parameter in ("numeric", "whole", "loop bound") and given.type.kind == TEXT:
        return "Convert it first: `… | parseInt`."
    if parameter == "integer" and name in ("integer64", "unsigned64", "number"):
        return "Convert it with `sprig_int`."
    if function == "join" and given.type.kind == LIST:
        return "Use `sprig_join`, which takes any list."
    if parameter == "list of any" and name == "list of text":
        return "Build the list with `sprig_list`."
    if function in ("sprig_get", "sprig_hasKey") and given.type.kind == MAP:
        return 'Use `index`, as in `index .ServiceMeta "name"`.'
    if parameter == "text" and given.type.kind in ("integer", "unsigned", NUMBER, "bool"):
        return "Convert it with `print`."
    if parameter == "text" and given.type.kind in (MAP, STRUCT):
        return "Use one of its fields, or `toJSON`."
    return ""


def comparison_help(one: Value, other: Value) -> str:
    kinds = {one.type.kind, other.type.kind}
    if "NomadVarItem" in (one.type.name, other.type.name):
        return "Compare the item's `.Value`."
    if TEXT in kinds and kinds & {"integer", "unsigned", NUMBER}:
        return "Convert the string with `parseInt`, or write the number in quotes."
    if NUMBER in kinds and kinds & {"integer", "unsigned"}:
        return "Ints and floats are never equal: write 1.0, or convert with `sprig_int`."
    if LIST in kinds:
        return "Use `contains` or `in` to search a list."
    return ""


#: Structs that hold pointers: printed they are addresses.
_POINTERS = frozenset(("CatalogNode", "NomadVariable", "Scratch"))


def prints_addresses(value: Value) -> bool:
    """Whether the printed value has addresses of memory in it, which differ from one answer to the next."""
    type = value.type
    if type.kind == LIST:
        inner = type_of(type.element) if type.element not in ("", "any") else None
        return inner is not None and inner.kind == STRUCT and type.element not in ("CatalogNodeService", "NomadVarTuple")
    return type.name in _POINTERS and type.kind != CHANNEL
