"""Durations as Go writes them: `"1h30m"`, `"1.5s"`, `"250ms"`; values are whole nanoseconds.

`parse` follows `time.ParseDuration` and `text` follows `Duration.String`, overflow at 64 bits and words of the errors included.
"""

from __future__ import annotations

from nomadspec.source.patterns import pattern

NANOSECOND = 1
MICROSECOND = 1_000
MILLISECOND = 1_000_000
SECOND = 1_000_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE

MAXIMUM = 2**63 - 1
"""The longest duration, about 292 years."""

# The second spelling of the microsecond is the micro sign U+00B5, the third the Greek letter mu U+03BC.
_UNITS = {"ns": NANOSECOND, "us": MICROSECOND, "\u00b5s": MICROSECOND, "\u03bcs": MICROSECOND, "ms": MILLISECOND, "s": SECOND, "m": MINUTE, "h": HOUR}
_DIGITS = "0123456789"
_OVERFLOW = 2**63
#: What nearly all are: a whole number, too small for an overflow, and a unit.
_PLAIN = pattern("([0-9]{1,6})([mun]?s|[mh])")


class DurationError(ValueError):
    """The text is no duration; the message is Go's (`time: missing unit in duration "10"`)."""


def parse(text: str) -> int:
    """The nanoseconds of `text`, such as `"-1.5h"`; raises DurationError."""
    whole_number = _PLAIN.fullmatch(text)
    if whole_number is not None:
        return int(whole_number[1]) * _UNITS[whole_number[2]]
    rest = text[1:] if text[:1] in ("+", "-") and text else text
    if rest == "0":
        return 0
    if not rest:
        raise _invalid(text)
    total, at, end = 0, 0, len(rest)
    while at < end:
        start = at
        while at < end and rest[at] in _DIGITS:
            at += 1
        whole = rest[start:at]
        fraction = ""
        if at < end and rest[at] == ".":
            start = at = at + 1
            while at < end and rest[at] in _DIGITS:
                at += 1
            fraction = rest[start:at]
        # Twenty digits always overflow, so the conversion stays short whatever the text.
        if (not whole and not fraction) or len(whole.lstrip("0")) > 19 or (amount := int(whole or "0")) > _OVERFLOW:
            raise _invalid(text)
        start = at
        while at < end and rest[at] not in ".0123456789":
            at += 1
        if at == start:
            raise DurationError(f"time: missing unit in duration {_quote(text)}")
        unit = _UNITS.get(rest[start:at])
        if unit is None:
            raise DurationError(f"time: unknown unit {_quote(rest[start:at])} in duration {_quote(text)}")
        if amount > _OVERFLOW // unit:
            raise _invalid(text)
        total += amount * unit + _fraction(fraction, unit)
        if total > _OVERFLOW:
            raise _invalid(text)
    if text[0] == "-":
        return -total
    if total > MAXIMUM:
        raise _invalid(text)
    return total


def text(nanoseconds: int) -> str:
    """The shortest form as Go prints it: `5400000000000` is `"1h30m0s"`, `1500000` is `"1.5ms"`, 0 is `"0s"`."""
    if not nanoseconds:
        return "0s"
    sign, rest = ("-", -nanoseconds) if nanoseconds < 0 else ("", nanoseconds)
    if rest < SECOND:
        unit, name = (NANOSECOND, "ns") if rest < MICROSECOND else (MICROSECOND, "\u00b5s") if rest < MILLISECOND else (MILLISECOND, "ms")
        return f"{sign}{_decimal(rest, unit)}{name}"
    hours, rest = divmod(rest, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    seconds = f"{_decimal(rest, SECOND)}s"
    if hours:
        return f"{sign}{hours}h{minutes}m{seconds}"
    return f"{sign}{minutes}m{seconds}" if minutes else sign + seconds


def _decimal(amount: int, unit: int) -> str:
    """`amount` in `unit`s (a power of ten), exactly, without trailing zeros."""
    whole, rest = divmod(amount, unit)
    if not rest:
        return str(whole)
    return f"{whole}.{rest:0{len(str(unit)) - 1}d}".rstrip("0")


def _fraction(digits: str, unit: int) -> int:
    """The part behind the point. Go reads as many digits as fit and multiplies in floating point; so do we, to the same last bit."""
    value, scale = 0, 1.0
    for digit in digits:
        if value > MAXIMUM // 10 or (longer := value * 10 + int(digit)) > _OVERFLOW:
            break
        value, scale = longer, scale * 10
    return int(float(value) * (float(unit) / scale)) if value else 0


def _invalid(text: str) -> DurationError:
    return DurationError(f"time: invalid duration {_quote(text)}")


def _quote(text: str) -> str:
    return '"' + "".join(_escape(character) for character in text) + '"'


def _escape(character: str) -> str:
    if character < " " or character > "\x7f":
        return "".join(f"\\x{byte:02x}" for byte in character.encode("utf-8", "surrogatepass"))
    return "\\" + character if character in '"\\' else character
