"""Numbers in text as Go's `strconv` reads them: what counts as a number differs from Python in underscores, blanks, hex and other digits."""

from __future__ import annotations

from nomadspec.source.patterns import ASCII, pattern

_INT = pattern(r"[+-]?[0-9]+", ASCII)
_DIGITS = r"[0-9](?:_?[0-9])*"
_HEX_DIGITS = r"[0-9a-fA-F](?:_?[0-9a-fA-F])*"
_FLOAT = pattern(rf"[+-]?(?:{_DIGITS}(?:\.(?:{_DIGITS})?)?|\.{_DIGITS})(?:[eE][+-]?{_DIGITS})?", ASCII)
_HEX_FLOAT = pattern(rf"[+-]?0[xX]_?(?:{_HEX_DIGITS}(?:\.(?:{_HEX_DIGITS})?)?|\.{_HEX_DIGITS})[pP][+-]?{_DIGITS}", ASCII)
_SPECIAL = {"nan", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity"}

_LONGEST = 4000
"""Digits beyond this are not converted: no 64-bit integer has them, and Python refuses."""


def parse_int(text: str) -> int | None:
    """A decimal 64-bit integer, None when `text` is none or too large."""
    if len(text) > _LONGEST or _INT.fullmatch(text) is None:
        return None
    value = int(text)
    return value if -(2**63) <= value < 2**63 else None


def parse_float(text: str) -> float | None:
    """A 64-bit float, None when `text` is none or its value is out of range. `inf` and `nan` are floats."""
    if text.lower() in _SPECIAL:
        return float(text) if text.isascii() else None
    if _FLOAT.fullmatch(text) is not None:
        value = float(text)
    elif _HEX_FLOAT.fullmatch(text) is not None:
        try:
            value = float.fromhex(text.replace("_", ""))
        except (OverflowError, ValueError):
            return None
    else:
        return None
    return None if value in (float("inf"), float("-inf")) else value


def parse_bool(text: str) -> bool | None:
    """One of the twelve spellings of a bool."""
    return _BOOLS.get(text)


_BOOLS = {**dict.fromkeys(("1", "t", "T", "true", "TRUE", "True"), True), **dict.fromkeys(("0", "f", "F", "false", "FALSE", "False"), False)}
