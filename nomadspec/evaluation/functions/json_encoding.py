"""A value as JSON text, to the character as Nomad writes it: no blanks, keys sorted, numbers in plain decimals, `<>&` escaped."""

from __future__ import annotations

import re

from nomadspec.evaluation.conversion import number_text
from nomadspec.evaluation.functions.signature import LONGEST_TEXT, Failed
from nomadspec.evaluation.numbers import Number
from nomadspec.evaluation.values import elements_of, entries_of, is_null, sorted_items

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.evaluation.values import Value

_SPECIAL = re.compile('[\\x00-\\x1f"\\\\<>&\u2028\u2029\ud800-\udfff]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def encode(value: Value) -> str:
    """The JSON text; raises Failed for an infinity or a text too long to be sensible."""
    out: list[str] = []
    left = _encode(value, out, LONGEST_TEXT)
    if left < 0:
        raise Failed("the result is too long")
    return "".join(out)


def quote(text: str) -> str:
    """A JSON string."""
    return '"' + _SPECIAL.sub(_escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _ESCAPES.get(character) or ("\ufffd" if "\ud800" <= character <= "\udfff" else f"\\u{ord(character):04x}")


def _encode(value: Value, out: list[str], room: int) -> int:
    """Appends the text to `out` and gives the room left; stops in the middle when there is none."""
    if isinstance(value, str):
        text = quote(value)
    elif value.__class__ is bool:
        text = "true" if value else "false"
    elif isinstance(value, (int, Number)):
        if isinstance(value, Number) and not value.finite:
            raise Failed("cannot serialize infinity as JSON")
        text = number_text(value)
    elif is_null(value):
        text = "null"
    else:
        return _encode_parts(value, out, room)
    out.append(text)
    return room - len(text)


def _encode_parts(value: Value, out: list[str], room: int) -> int:
    mark = ""
    items = elements_of(value)
    if items is not None:
        out.append("[")
        for item in items:
            out.append(mark)
            mark = ","
            room = _encode(item, out, room - 1)
            if room < 0:
                return room
        out.append("]")
        return room
    entries = entries_of(value)
    assert entries is not None
    out.append("{")
    for key, item in sorted_items(entries):
        name = quote(key)
        out += (mark, name, ":")
        mark = ","
        room = _encode(item, out, room - len(name) - 2)
        if room < 0:
            return room
    out.append("}")
    return room
