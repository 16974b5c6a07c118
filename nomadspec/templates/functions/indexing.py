"""Go's own functions of lists, maps and texts: index, len, slice; and call, which nothing can be called with."""

from __future__ import annotations

from nomadspec.templates.failures import ARGUMENT, FIRST_PASS, VALUE
from nomadspec.templates.types import CHANNEL, INTEGER, LIST, MAP, NIL, TEXT, UNSIGNED, type_of
from nomadspec.templates.values import (
    ANYTHING,
    Unknown,
    Value,
    alternatives,
    choice,
    element,
    integer,
    lift,
    text,
    unknown,
    zero,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.templates.run import Call


def _len(call: Call) -> Value:
    def one(value: Value) -> Value:
        if value.type.kind not in (TEXT, LIST, MAP, CHANNEL):
            shown = "nil" if value.type.kind == NIL else value.type
            raise call.error(f"`len` expects a string, a list or a map, not {shown}", ARGUMENT)
        if isinstance(value.data, Unknown):
            return unknown("integer")
        return integer(len(value.data.encode()) if isinstance(value.data, str) else len(value.data or ()))

    return lift(call.arguments[0], one)


def _position(call: Call, value: Value) -> int | None:
    """The number of an index, None where it is not known."""
    options = alternatives(value)
    if options is None:
        return None
    if all(option.type.kind not in (INTEGER, UNSIGNED) for option in options):
        shown = "nil" if options[0].type.kind == NIL else options[0].type
        raise call.error(f"`{call.name}` expects an integer index, not {shown}", ARGUMENT)
    number = value.data
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def _index(call: Call) -> Value:
    value, *keys = call.arguments
    for key in keys:
        value = lift(value, lambda one, key=key: _index_one(call, one, key))  # type: ignore[misc]
    return value


def _index_one(call: Call, value: Value, key: Value) -> Value:
    kind = value.type.kind
    if kind == MAP:
        return _entry(call, value, key)
    if kind not in (LIST, TEXT):
        if kind == NIL:
            raise call.error("`index` of nil", FIRST_PASS, help="Wrap it in `{{ with … }}`, which skips its body while there is no value.")
        raise call.error(f"`index` expects a list, a map or a string, not {value.type}", ARGUMENT)
    at = _position(call, key)
    if at is not None and at < 0:
        raise call.error(f"index {at} is negative", VALUE)
    if isinstance(value.data, Unknown):
        return element(value) if kind == LIST else unknown("integer")
    items: list[Value] = [integer(byte) for byte in value.data.encode()] if isinstance(value.data, str) else value.data or []
    if not items:
        raise call.error("`index` of an empty list", FIRST_PASS, help="Wrap it in `{{ with … }}` or `{{ range … }}`.")
    if at is None:
        return choice(items)
    if at >= len(items):
        raise call.error(f"index {at} is out of range: the list has {len(items)} element{'s' if len(items) > 1 else ''}", VALUE)
    return items[at]


def _entry(call: Call, value: Value, key: Value) -> Value:
    wanted = value.type.key
    options = alternatives(key)
    if options is not None:
        kinds = {"text": (TEXT,), "integer": (INTEGER, UNSIGNED)}.get(wanted)
        if kinds is not None and all(option.type.kind not in kinds or option.type.name == "JSONNumber" for option in options):
            shown = "nil" if options[0].type.kind == NIL else options[0].type
            raise call.error(f"`index` expects {type_of(wanted)} for this map, not {shown}", ARGUMENT)
    if isinstance(value.data, Unknown):
        named = value.data.entry(key.data) if isinstance(key.data, str) else None
        return named if named is not None else element(value)
    if key.known and key.type.kind in (TEXT, INTEGER, UNSIGNED):
        found = (value.data or {}).get(key.data)
        return found if found is not None else zero(value.type.element)
    return choice([*(value.data or {}).values(), zero(value.type.element)])


def _slice(call: Call) -> Value:
    bounds = call.arguments[1:]

    def one(value: Value) -> Value:
        kind = value.type.kind
        if kind not in (LIST, TEXT):
            raise call.error(f"`slice` expects a string or a list, not {'nil' if kind == NIL else value.type}", ARGUMENT)
        if kind == TEXT and len(bounds) > 2:
            raise call.error("`slice` of a string takes at most two indexes", ARGUMENT)
        ends = [_position(call, bound) for bound in bounds]
        if isinstance(value.data, Unknown) or None in ends:
            return Value(value.type, Unknown(value.data.element if isinstance(value.data, Unknown) else None))
        whole = value.data.encode() if isinstance(value.data, str) else value.data or []
        numbers = [end for end in ends if end is not None]
        first, last = (numbers + [0])[0], numbers[1] if len(numbers) > 1 else len(whole)
        if not 0 <= first <= last <= len(whole):
            said = f"slice bounds are out of range: there are {len(whole)} {'bytes' if kind == TEXT else 'elements'}"
            raise call.error(
                said, VALUE if whole else FIRST_PASS, help="" if whole else "Wrap it in `{{ with … }}`, which skips its body while there is no value."
            )
        part = whole[first:last]
        return text(part.decode(errors="replace")) if isinstance(part, bytes) else Value(value.type, part)

    return lift(call.arguments[0], one)


def _call(call: Call) -> Value:
    options = alternatives(call.arguments[0])
    if options is None:
        return ANYTHING
    raise call.error(f"`call` expects a function, which no template value is, not {options[0].type}", ARGUMENT)


VALUES = {"call": _call, "index": _index, "len": _len, "slice": _slice}
