"""What to write instead: help for failures, and which values print as addresses."""

from __future__ import annotations

from nomadspec.templates.types import CHANNEL, LIST, MAP, NUMBER, STRUCT, TEXT, Type, type_of
from nomadspec.templates.values import Value

#: Names of other programs, and of other types, by type: what is meant.
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
        return f"What Vault holds is in `.Data`: write `.Data.{name}`, for version 2 of the key/value store `.Data.data.{name}`.", ""
    if type.kind == LIST and type.element and name in _fields(type.element):
        return "It is a list: go over it with `{{ range … }}`, or take one element with `index`.", ""
    if type.name == "NomadVarItem":
        return "The text of the item is `.Value`.", ""
    if names:
        return f"It has {', '.join(names[:12])}{' …' if len(names) > 12 else ''}.", ""
    if type.kind == TEXT:
        return "Text has no fields. JSON must be read first: `… | parseJSON`.", ""
    return "", ""


def _fields(name: str) -> tuple[str, ...]:
    return () if name == "any" else type_of(name).names()


def argument_help(function: str, parameter: str, given: Value) -> str:
    """How a value of that type comes to fit."""
    name = given.type.name
    if name == "NomadVarItem":
        return "The text of the item is its `.Value`."
    if parameter in ("numeric", "whole", "loop bound") and given.type.kind == TEXT:
        return "Make a number of it first: `… | parseInt`."
    if parameter == "integer" and name in ("integer64", "unsigned64", "number"):
        return "Widths are not converted: `sprig_int` makes an integer of it."
    if function == "join" and given.type.kind == LIST:
        return "`sprig_join` takes every list."
    if parameter == "list of any" and name == "list of text":
        return "Build the list with `sprig_list`."
    if function in ("sprig_get", "sprig_hasKey") and given.type.kind == MAP:
        return 'Use `index`, as in `index .ServiceMeta "name"`.'
    if parameter == "text" and given.type.kind in ("integer", "unsigned", NUMBER, "bool"):
        return "`print` makes text of it."
    if parameter == "text" and given.type.kind in (MAP, STRUCT):
        return "Take a field of it, or write it with `toJSON`."
    return ""


def comparison_help(one: Value, other: Value) -> str:
    kinds = {one.type.kind, other.type.kind}
    if "NomadVarItem" in (one.type.name, other.type.name):
        return "Compare the item's `.Value`."
    if TEXT in kinds and kinds & {"integer", "unsigned", NUMBER}:
        return "Make a number of the text with `parseInt`, or write the number in quotes."
    if NUMBER in kinds and kinds & {"integer", "unsigned"}:
        return "A number with a point never equals one without: write 1.0, or make an integer of it with `sprig_int`."
    if LIST in kinds:
        return "Use `contains` or `in` to look into a list."
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
