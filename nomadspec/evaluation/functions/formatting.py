"""`format` and `formatlist`: verbs like C's printf, numbers as Go's `fmt` prints them.

A format is read piece by piece; each verb names its argument by position or by `[n]`. Text is padded by grapheme clusters; integers and
floats follow Go's rules for signs, prefixes and padding, floats with the full precision of the language's numbers.
"""

from __future__ import annotations

import re

from nomadspec.evaluation.conversion import ConversionError, convert, number_text
from nomadspec.evaluation.functions import json_encoding
from nomadspec.evaluation.functions.signature import LONGEST_TEXT, Failed, Function, string
from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.evaluation.numbers import Number, is_negative, is_whole
from nomadspec.evaluation.types import BOOL, NUMBER, STRING
from nomadspec.evaluation.values import ListValue, elements_of, is_null
from nomadspec.notation.go_text import quote_character
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.evaluation.values import Value

_VERB = re.compile(r"%([0#+ -]*)([1-9][0-9]*)?(\.[0-9]*)?(\[[1-9][0-9]*\])?([a-zA-Z])", re.ASCII)
# How far a bad verb can be read: the parts of a verb, each as far as it goes.
_PREFIX = re.compile(r"%[0#+ -]*(?:[1-9][0-9]*)?(?:\.[0-9]*)?(?:\[(?:[1-9][0-9]*\]?)?)?", re.ASCII)

_MOST = 1_000_000
"""The largest width or precision."""


class _Verb(Record):
    raw: str
    offset: int
    flags: str
    width: int  # -1 when there is none, precision too
    precision: int
    index: int
    letter: str


def format_text(template: str, arguments: tuple[Any, ...]) -> str:
    """The template with its verbs filled from `arguments`; raises Failed with positions counted in bytes."""
    out: list[str] = []
    at, following, highest, length = 0, 1, 0, 0
    while True:
        percent = template.find("%", at)
        out.append(template[at:] if percent < 0 else template[at:percent])
        if percent < 0:
            break
        if template[percent + 1 : percent + 2] == "%":
            out.append("%")
            at = percent + 2
            continue
        match = _VERB.match(template, percent)
        if match is None:
            raise _bad_verb(template, percent)
        flags, width, precision, index, letter = match.groups()
        verb = _Verb(
            match.group(),
            _byte_offset(template, percent),
            flags,
            _bounded(width) if width else -1,
            _bounded(precision[1:] or "0") if precision else -1,
            _bounded(index[1:-1]) if index else following,
            letter,
        )
        highest = max(highest, verb.index)
        out.append(_fill(verb, arguments))
        length += len(out[-1])
        if length > LONGEST_TEXT:
            raise Failed("the result is too long")
        following = verb.index + 1
        at = match.end()
    if highest < len(arguments):
        used = f"only {highest} used by format string" if highest else "no verbs in format string"
        raise Failed(f"too many arguments; {used}", highest + 1)
    return "".join(out)


def _bounded(digits: str) -> int:
    if len(digits) > 9 or int(digits) > _MOST:
        raise Failed(f"the number {digits[:12]} in the format string is too large")
    return int(digits)


def _bad_verb(template: str, percent: int) -> Failed:
    match = _PREFIX.match(template, percent)
    assert match is not None
    end = match.end()
    if end >= len(template):
        return Failed(f"invalid format string starting at offset {_byte_offset(template, end)}")
    return Failed(f"unrecognized format character {quote_character(template[end])} at offset {_byte_offset(template, end)}")


def _byte_offset(text: str, offset: int) -> int:
    return offset if text.isascii() else len(text[:offset].encode("utf-8", "surrogatepass"))


def _fill(verb: _Verb, arguments: tuple[Any, ...]) -> str:
    raw = go_quote(verb.raw)
    if verb.index > len(arguments):
        raise Failed(f"not enough arguments for {raw} at {verb.offset}: need index {verb.index} but have {len(arguments)} total")
    value = arguments[verb.index - 1]
    letter = verb.letter
    if letter != "v" and is_null(value):
        raise Failed(f"unsupported value for {raw} at {verb.offset}: null value cannot be formatted")
    try:
        if letter == "v":
            return _as_it_is(verb, value)
        if letter == "t":
            return "true" if convert(value, BOOL) else "false"
        if letter in "bdoxX":
            return _integer(verb, convert(value, NUMBER))
        if letter in "eEfgG":
            return _float(verb, convert(value, NUMBER))
        if letter in "sq":
            return _string(verb, convert(value, STRING))
    except ConversionError as error:
        raise Failed(f"unsupported value for {raw} at {verb.offset}: {error.text}") from None
    raise Failed(f"unsupported format verb {quote_character(letter)} in {raw} at offset {verb.offset}")


def _as_it_is(verb: _Verb, value: Any) -> str:
    if "#" not in verb.flags:
        if isinstance(value, str):
            return _padded(verb, value)
        if isinstance(value, (int, Number)) and value.__class__ is not bool:
            return _padded(verb, shortest(value))
    try:
        return _padded(verb, json_encoding.encode(value))
    except Failed as failure:
        raise ConversionError(failure.message) from None


def _string(verb: _Verb, value: Any) -> str:
    text: str = value
    if verb.precision > 0:
        text = "".join(_clusters(text)[: verb.precision])
    return _padded(verb, json_encoding.quote(text) if verb.letter == "q" else text)


def _padded(verb: _Verb, text: str) -> str:
    missing = verb.width - len(_clusters(text)) if verb.width > 0 else 0
    if missing <= 0:
        return text
    padding = ("0" if "0" in verb.flags else " ") * missing
    return text + padding if "-" in verb.flags else padding + text


def _clusters(text: str) -> list[str] | str:
    if text.isascii() and "\r\n" not in text:
        return text
    from nomadspec.source.graphemes import split

    return split(text)


# --- numbers


def _integer(verb: _Verb, value: Any) -> str:
    if not is_whole(value):
        raise ConversionError("an integer is required")
    number = _as_int(value)
    digits = _digits(abs(number), verb.letter)
    sign = "-" if number < 0 else "+" if "+" in verb.flags else " " if " " in verb.flags else ""
    prefix = {"b": "0b", "o": "0", "x": "0x", "X": "0X"}.get(verb.letter, "") if "#" in verb.flags else ""
    if verb.precision == 0 and not number:
        return ""
    zeros = max(verb.precision - len(digits), 0)
    missing = max(verb.width - len(sign) - len(prefix) - zeros - len(digits), 0)
    if "-" in verb.flags:
        return sign + prefix + "0" * zeros + digits + " " * missing
    if "0" in verb.flags and verb.precision < 0:
        zeros, missing = missing, 0
    return " " * missing + sign + prefix + "0" * zeros + digits


def _as_int(value: int | Number) -> int:
    if isinstance(value, int):
        return value
    if value.kind:
        return 0
    if value.exponent > 300_000:
        raise ConversionError("the number is too large")
    return value.mantissa << value.exponent


def _digits(number: int, letter: str) -> str:
    if letter == "d":
        return decimal(number)
    text = f"{number:{letter.lower()}}"
    return text.upper() if letter == "X" else text


def decimal(number: int) -> str:
    """Decimal digits of a number however long, which Python itself refuses beyond some thousand digits."""
    if number.bit_length() < 10_000:
        return str(number)
    half = int(number.bit_length() * 0.30103) // 2
    high, low = divmod(number, 10**half)
    return decimal(high) + decimal(low).rjust(half, "0")


def _float(verb: _Verb, value: Any) -> str:
    text = _float_text(value, verb.letter, verb.precision)
    sign = "+" if "+" in verb.flags else " " if " " in verb.flags else ""
    if text[0] in "+-":
        # An infinity has its sign already.
        sign = " " if text[0] == "+" and " " in verb.flags else text[0]
        text = text[1:]
    missing = max(verb.width - len(sign) - len(text), 0)
    if "0" in verb.flags and "Inf" not in text:
        return sign + "0" * missing + text
    return sign + text + " " * missing if "-" in verb.flags else " " * missing + sign + text


def shortest(value: int | Number) -> str:
    """`%g` with as many digits as tell the number from its neighbours."""
    return _float_text(value, "g", -1)


def _float_text(value: int | Number, letter: str, precision: int) -> str:
    if isinstance(value, Number) and not value.finite:
        return "+Inf" if value.kind == "inf" else "-Inf"
    sign = "-" if is_negative(value) else ""
    if letter == "f":
        return sign + _fixed(value, 6 if precision < 0 else precision)
    if letter in "eE":
        digits, exponent = _significant(value, 7 if precision < 0 else precision + 1)
        return sign + _scientific(digits, exponent, letter, (6 if precision < 0 else precision))
    digits, exponent = _shortest_digits(value) if precision < 0 else _significant(value, precision or 1)
    digits = digits.rstrip("0") or "0"
    limit = 6 if precision < 0 else precision or 1
    if precision >= 0 and limit > len(digits) and len(digits) >= exponent + 1:
        limit = len(digits)
    if exponent < -4 or exponent >= limit:
        return sign + _scientific(digits, exponent, "e" if letter == "g" else "E", len(digits) - 1)
    if exponent < 0:
        return f"{sign}0.{'0' * (-exponent - 1)}{digits}"
    whole, fraction = digits[: exponent + 1].ljust(exponent + 1, "0"), digits[exponent + 1 :]
    return f"{sign}{whole}.{fraction}" if fraction else sign + whole


def _scientific(digits: str, exponent: int, letter: str, places: int) -> str:
    fraction = digits[1:].ljust(places, "0")
    return f"{digits[0]}{'.' + fraction if places else ''}{letter}{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _parts(value: int | Number) -> tuple[int, int]:
    """Mantissa without sign, and exponent of two."""
    if isinstance(value, int):
        return abs(value), 0
    if abs(value.exponent) > 300_000:
        raise ConversionError("the number is too large or too small")
    return abs(value.mantissa), value.exponent


def _scaled(value: int | Number, power: int) -> int:
    """`|value| * 10**power`, rounded to a whole number, ties to even."""
    mantissa, exponent = _parts(value)
    numerator, denominator = (mantissa << exponent, 1) if exponent >= 0 else (mantissa, 1 << -exponent)
    if power >= 0:
        numerator *= 10**power
    else:
        denominator *= 10**-power
    quotient, rest = divmod(numerator, denominator)
    return quotient + (2 * rest > denominator or (2 * rest == denominator and quotient & 1))


def _fixed(value: int | Number, places: int) -> str:
    if places > 100_000:
        raise ConversionError("the precision is too large")
    digits = decimal(_scaled(value, places)).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def _significant(value: int | Number, count: int) -> tuple[str, int]:
    """The first `count` digits, rounded, and the power of ten of the first."""
    if count > 100_000:
        raise ConversionError("the precision is too large")
    mantissa, exponent = _parts(value)
    if not mantissa:
        return "0" * count, 0
    power = int((mantissa.bit_length() + exponent - 1) * 0.30102999566398120)
    while True:
        digits = decimal(_scaled(value, count - 1 - power))
        if len(digits) == count:
            return digits, power
        power += len(digits) - count


def _shortest_digits(value: int | Number) -> tuple[str, int]:
    text = number_text(value).lstrip("-")
    whole, _, fraction = text.partition(".")
    digits = (whole + fraction).lstrip("0")
    if not digits:
        return "0", 0
    return digits, (len(whole) - 1 if whole != "0" else len(digits) - len(fraction) - 1)


# --- the functions


def _format(template: str, *arguments: Any) -> Value:
    return string(format_text(template, arguments))


def _formatlist(template: str, *arguments: Any) -> Value:
    length, chooser = -1, -1
    lists: list[tuple[Any, ...] | None] = []
    for index, argument in enumerate(arguments):
        items = elements_of(argument)
        lists.append(items)
        if items is None:
            continue
        if length < 0:
            length, chooser = len(items), index
        elif len(items) != length:
            raise Failed(
                f"argument {index + 1} has length {len(items)}, which is inconsistent with argument {chooser + 1} of length {length}",
                index + 1,
            )
    results: list[str] = []
    size = 0
    for turn in range(1 if length < 0 else length):
        row = tuple(argument if items is None else items[turn] for argument, items in zip(arguments, lists, strict=True))
        try:
            results.append(string(format_text(template, row)))
        except Failed as failure:
            if not arguments:
                raise
            raise Failed(f"error on format iteration {turn}: {failure.message}") from None
        size += len(results[-1])
        if size > LONGEST_TEXT:
            raise Failed("the result is too long")
    return ListValue(STRING, results)


TABLE: dict[str, Function] = {
    "format": Function("format:string *args:any?", "string", _format),
    "formatlist": Function("format:string *args:any?", "list(string)", _formatlist),
}
