"""Strings and numbers of templates: Go's literals. Each reader raises ValueError with Go's words."""

from __future__ import annotations

from nomadspec.notation.go_number import parse_float
from nomadspec.notation.go_text import quote
from nomadspec.source.patterns import DOTALL, pattern

_ESCAPE = pattern(r"\\(?:([abfnrtv\\\"'])|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.?))", DOTALL)
_SIMPLE = {"a": 7, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11, "\\": 92, '"': 34, "'": 39}
_INTEGER = pattern(r"([+-]?)(0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|0(?:_?[0-7])*|[1-9](?:_?[0-9])*)")
_LONGEST = 4000


def unquote(text: str) -> str:
    """The value of a quoted or raw string."""
    if text[:1] == "`":
        return text[1:-1].replace("\r", "")
    body = text[1:-1]
    return body if "\\" not in body else _unescape(body, '"')


def character(text: str) -> int:
    """The code point of a character constant such as `'a'`."""
    body = text[1:-1]
    if not body:
        raise ValueError("invalid syntax")
    first = _ESCAPE.match(body) if body[0] == "\\" else None
    length = first.end() if first else 1
    value = _unescape(body[:length], "'") if first else body[0]
    if length != len(body):
        raise ValueError(f"malformed character constant: {text}")
    return ord(value[0]) if value else 0


def _unescape(body: str, mark: str) -> str:
    out = bytearray()
    at = 0
    for match in _ESCAPE.finditer(body):
        out += body[at : match.start()].encode("utf-8", "surrogatepass")
        at = match.end()
        simple, byte, short, long, octal, _ = match.groups()
        if simple:
            if simple in "\"'" and simple != mark:
                raise ValueError("invalid syntax")
            out.append(_SIMPLE[simple])
        elif byte:
            out.append(int(byte, 16))
        elif octal and int(octal, 8) < 256:
            out.append(int(octal, 8))
        else:
            code = int(short or long or "-1", 16)
            if not 0 <= code < 0x110000 or 0xD800 <= code < 0xE000:
                raise ValueError("invalid syntax")
            out += chr(code).encode("utf-8")
    out += body[at:].encode("utf-8", "surrogatepass")
    return out.decode("utf-8", "replace")


def number(text: str) -> int | float | complex:
    """The value of a number; whole ones must fit 64 bits."""
    if text[-1] == "i":
        value = parse_float(text[:-1])
        if value is not None:
            return complex(0, value)
    match = _INTEGER.fullmatch(text)
    if match is not None and len(text) < _LONGEST:
        sign, digits = match.groups()
        digits = digits.replace("_", "")
        octal = len(digits) > 1 and digits[0] == "0" and digits[1].isdigit()
        whole = int(digits, 8) if octal else int(digits, 0)
        whole = -whole if sign == "-" else whole
        if -(2**63) <= whole < (2**63 if sign else 2**64):
            return whole
    found = parse_float(text)
    if found is None:
        raise ValueError(f"illegal number syntax: {quote(text)}")
    if not any(mark in text for mark in ".eEpP"):
        raise ValueError(f"integer overflow: {quote(text)}")
    return found


_COMPLEX = pattern(r"([+-]?[^+-]*(?:[eEpP][+-][^+-]*)?)([+-].*)i")


def complex_number(text: str) -> complex:
    """The value of `1+2i`."""
    match = _COMPLEX.fullmatch(text)
    if match is None:
        raise ValueError("syntax error scanning complex number")
    parts: list[float] = []
    for part in match.groups():
        value = parse_float(part)
        if value is None:
            raise ValueError(f"strconv.ParseFloat: parsing {quote(part)}: invalid syntax")
        parts.append(value)
    return complex(*parts)
