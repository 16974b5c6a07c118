"""Between values and plain data; and what Sprig makes a number of."""

from __future__ import annotations

from nomadspec.templates.types import BOOL, INTEGER, NUMBER, TEXT, UNSIGNED, type_of
from nomadspec.templates.values import NIL_INTERFACE, Value, boolean, listing, literal, mapping, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def to_data(value: Value) -> Any:
    """Plain Python data of a known value; structs as dicts."""
    data = value.data
    if isinstance(data, list):
        return [to_data(item) for item in data]
    if isinstance(data, dict):
        return {key: to_data(item) for key, item in data.items()}
    return data


def from_data(data: Any, words: str = "any") -> Value:
    """The value of plain data, as type `words`; where that is any, as JSON would be read."""
    if isinstance(data, Value):
        return data
    if words != "any":
        type = type_of(words)
        if isinstance(data, list):
            return Value(type, [from_data(item, type.element) for item in data])
        if isinstance(data, dict):
            return Value(type, {key: from_data(item, type.element) for key, item in data.items()})
        return Value(type, data)
    if data is None:
        return NIL_INTERFACE
    if isinstance(data, bool):
        return boolean(data)
    if isinstance(data, str):
        return text(data)
    if isinstance(data, list):
        return listing(map(from_data, data))
    if isinstance(data, dict):
        return mapping({key: from_data(item) for key, item in data.items()})
    return literal(data)


def to_number(value: Value) -> float:
    """As Sprig's float64: 0 for what is no number."""
    kind, data = value.type.kind, value.data
    if kind == TEXT:
        from nomadspec.notation.go_number import parse_float

        found = parse_float(data)
        return 0.0 if found is None else found
    if kind in (INTEGER, UNSIGNED, NUMBER, BOOL):
        return float(data)
    return 0.0


def to_integer(value: Value) -> int:
    """As Sprig's int64: 0 for what is no number, numbers cut off."""
    kind, data = value.type.kind, value.data
    if kind == TEXT:
        try:
            return _wrap(int(data, 0)) if data.strip() == data else 0
        except ValueError:
            try:
                return _wrap(int(data)) if data.isdigit() else int(to_number(value))
            except (ValueError, OverflowError):
                return 0
    if kind in (INTEGER, UNSIGNED, BOOL):
        return _wrap(int(data))
    if kind == NUMBER:
        try:
            return _wrap(int(data))
        except (ValueError, OverflowError):
            return 0
    return 0


def _wrap(number: int) -> int:
    """Into 64 bits, as Go's integers overflow."""
    return (number + 2**63) % 2**64 - 2**63


wrap = _wrap
