"""Sprig's dictionaries. `set`, `unset` and `merge` change the map itself, wherever it is used."""

from __future__ import annotations

from nomadspec.templates.failures import ARGUMENT
from nomadspec.templates.functions.elements import holding, merged
from nomadspec.templates.types import ANY, CHOICE, MAP, NIL
from nomadspec.templates.values import (
    ANYTHING,
    NIL_INTERFACE,
    Unknown,
    Value,
    alternatives,
    boolean,
    choice,
    element,
    listing,
    mapping,
    text,
    unknown,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.templates.run import Call


def _dict(call: Call) -> Value:
    from nomadspec.templates.printing import printed

    found: dict[str, Value] = {}
    for at in range(0, len(call.arguments), 2):
        key = call.arguments[at]
        value = call.arguments[at + 1] if at + 1 < len(call.arguments) else text("")
        if not key.known:
            return holding(ANYTHING, "map of any")
        found[printed(key)] = NIL_INTERFACE if value.type.kind == NIL else value
    return mapping(found)


def _get(call: Call) -> Value:
    held, key = call.arguments
    if held.type.kind != MAP or isinstance(held.data, Unknown):
        return element(held) if held.type.kind == MAP else ANYTHING
    if not key.known:
        return choice([*(held.data or {}).values(), text("")])
    found = (held.data or {}).get(key.data)
    return found if found is not None else text("")


def _has_key(call: Call) -> Value:
    held, key = call.arguments
    if held.type.kind != MAP or isinstance(held.data, Unknown) or not key.known:
        return unknown("bool")
    return boolean(key.data in (held.data or {}))


def _set(call: Call) -> Value:
    """set, unset: the map itself is changed, wherever it is used."""
    held, key, *value = call.arguments
    if held.type.kind == NIL or held.data is None:
        raise call.error(f"`{call.name}` of a nil map")
    if held.type.kind in (ANY, CHOICE):
        return ANYTHING
    if isinstance(held.data, Unknown):
        held.data = Unknown() if held.data.element is not None else held.data
        return held
    if not key.known or call.run.doubt:
        held.data = Unknown()
    elif value:
        held.data[key.data] = value[0]
    else:
        held.data.pop(key.data, None)
    return held


def _keys(call: Call) -> Value:
    if not all(held.type.kind == MAP and not isinstance(held.data, Unknown) for held in call.arguments):
        return unknown("list of text")
    return listing([text(key) for held in call.arguments for key in sorted(held.data or {})], "list of text")


def _values(call: Call) -> Value:
    held = call.arguments[0]
    if held.type.kind != MAP or isinstance(held.data, Unknown):
        return holding(element(held) if held.type.kind == MAP else ANYTHING)
    return listing([held.data[key] for key in sorted(held.data or {})])


def _picked(call: Call) -> Value:
    """pick, omit."""
    held, *keys = call.arguments
    if held.type.kind != MAP or isinstance(held.data, Unknown) or not all(key.known for key in keys):
        return holding(ANYTHING, "map of any")
    names = {key.data for key in keys}
    return mapping({key: value for key, value in (held.data or {}).items() if (key in names) is (call.name == "sprig_pick")})


def _pluck(call: Call) -> Value:
    key, *maps = call.arguments
    if not key.known or not all(held.type.kind == MAP and not isinstance(held.data, Unknown) for held in maps):
        return holding(ANYTHING)
    return listing([held.data[key.data] for held in maps if key.data in (held.data or {})])


def _merge(call: Call) -> Value:
    """The first map takes what the others have, and is what the call gives."""
    target, *sources = call.arguments
    if target.type.kind != MAP:
        return ANYTHING
    if isinstance(target.data, Unknown) or not all(source.known for source in sources) or call.run.doubt:
        target.data = Unknown()
        return target
    for source in sources:
        target.data = merged(target, source, override=call.name.endswith("Overwrite")).data
    return target


def _dig(call: Call) -> Value:
    *keys, default, held = call.arguments
    for key in keys:
        options = alternatives(key)
        if options is not None and all(option.type.name != "text" for option in options):
            raise call.error(f"`sprig_dig` expects strings as keys, not {options[0].type}", ARGUMENT)
    for key in keys:
        if held.type.kind == MAP and held.type.name == "map of any":
            if isinstance(held.data, Unknown) or not key.known:
                return ANYTHING
            found = (held.data or {}).get(key.data)
            if found is None:
                return default
            held = found
        elif held.type.kind in (ANY, CHOICE):
            return ANYTHING
        else:
            raise call.error(f"`sprig_dig` expects nested maps of any, not {'nil' if held.type.kind == NIL else held.type}", ARGUMENT)
    return held


VALUES = {
    "sprig_dict": _dict,
    "sprig_dig": _dig,
    "sprig_get": _get,
    "sprig_hasKey": _has_key,
    "sprig_keys": _keys,
    "sprig_merge": _merge,
    "sprig_mergeOverwrite": _merge,
    "sprig_mustMerge": _merge,
    "sprig_mustMergeOverwrite": _merge,
    "sprig_omit": _picked,
    "sprig_pick": _picked,
    "sprig_pluck": _pluck,
    "sprig_set": _set,
    "sprig_unset": _set,
    "sprig_values": _values,
}
