"""Methods of values: of Nomad's variables, of the scratch pad, of times and versions."""

from __future__ import annotations

from nomadspec.templates.failures import FIRST_PASS
from nomadspec.templates.types import MAP, NIL, type_of
from nomadspec.templates.values import NIL_INTERFACE, Unknown, Value, boolean, choice, listing, mapping, text, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.templates.run import Call


def call_method(call: Call, value: Value, result: str) -> Value:
    """The value of a method of `value`."""
    name, type = call.name, value.type
    if type.name == "Scratch":
        return _scratch(call)
    if isinstance(value.data, Unknown):
        return unknown(result)
    if type.name == "NomadVarItems":
        return _items(value, name, result)
    if type.name == "NomadVarItem":
        if name == "String":
            return value.data["Value"]  # type: ignore[no-any-return]
        if name in ("Metadata", "Parent"):
            if name == "Parent" and "Metadata" in value.data:
                return unknown(result)
            if name not in value.data:
                raise call.error(f"`{name}` fails, because the item does not exist", FIRST_PASS, help="Wrap it in `{{ with nomadVar … }}`.")
            return value.data[name]  # type: ignore[no-any-return]
    if value.data is None:
        raise call.error(f"cannot call `{name}`: the {type.name} is nil", FIRST_PASS, help="Wrap it in `{{ with … }}`.")
    if type.name == "PemEncoded" and name == "Data":
        return value
    if name == "String" and type.name == "NomadVarMeta":
        return value.data["Path"]  # type: ignore[no-any-return]
    if name == "String" and type.name == "JSONNumber":
        return text(value.data)
    return unknown(result)


def _items(value: Value, name: str, result: str) -> Value:
    """Of a whole variable; of one that is not there yet, the pointers are nil."""
    held: dict[str, Value] = value.data or {}
    if name in ("Keys", "Values"):
        return listing([text(key) if name == "Keys" else held[key].data["Value"] for key in sorted(held)], "list of text")
    if name == "Tuples":
        pairs = [Value(type_of("NomadVarTuple"), {"K": text(key), "V": held[key].data["Value"]}) for key in sorted(held)]
        return listing(pairs, "list of NomadVarTuple")
    if name == "ItemsMap":
        return mapping({key: item.data["Value"] for key, item in held.items()})
    for item in held.values():
        if name in item.data:
            return item.data[name]  # type: ignore[no-any-return]
    return unknown(result) if held else Value(type_of(result), None)


def _scratch(call: Call) -> Value:
    """One pad for the whole text."""
    run = call.run
    pad: dict[str, Value] = run.scratch
    key = call.arguments[0]
    name = call.name
    if not key.known:
        if name not in ("Get", "Key", "MapValues"):
            pad.clear()
            pad["*"] = unknown("any")
        return unknown("any" if name == "Get" else "bool" if name == "Key" else "list of any" if name == "MapValues" else "text")
    held = pad.get(key.data)
    doubtful = "*" in pad or run.doubt
    if name == "Get":
        return held if held is not None else unknown("any") if doubtful else NIL_INTERFACE
    if name == "Key":
        return unknown("bool") if doubtful else boolean(held is not None)
    if name in ("Set", "SetX"):
        given = call.arguments[1]
        if name == "Set" or held is None or run.doubt:
            pad[key.data] = choice([given, held if held is not None else NIL_INTERFACE]) if run.doubt else given
        return text("")
    if held is not None and held.type.kind not in (MAP, NIL) and held.known:
        raise call.error(f"the scratch pad's {key.data!r} is not a map")
    if name in ("MapSet", "MapSetX"):
        inner, given = call.arguments[1:]
        if run.doubt or not inner.known or (held is not None and not isinstance(held.data, dict)):
            pad[key.data] = unknown("any")
        else:
            entries = dict(held.data) if held is not None else {}
            if name == "MapSet" or inner.data not in entries:
                entries[inner.data] = given
            pad[key.data] = mapping(entries)
        return text("")
    if held is None or not isinstance(held.data, dict):
        return unknown("list of any") if doubtful or held is not None else listing([])
    return listing([held.data[name] for name in sorted(held.data)])
