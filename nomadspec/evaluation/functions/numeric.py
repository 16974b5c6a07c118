"""Functions on numbers. `log` and `pow` compute in 64-bit floats, the others with full precision."""

from __future__ import annotations

from nomadspec.evaluation import numbers
from nomadspec.evaluation.functions.signature import Failed, Function, whole
from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.evaluation.numbers import INFINITY, NEGATIVE_INFINITY, Number
from nomadspec.evaluation.values import type_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.evaluation.values import Value

_LONGEST_INTEGER = 100_000
"""Digits that `parseint` reads."""


def _rounded(value: int | Number, *, up: bool) -> Value:
    if isinstance(value, Number) and not value.finite:
        return value
    cut = numbers.truncate(value)
    if cut == 0:
        cut = 0
    order = numbers.compare(value, cut)
    if order == 0 or (order < 0) == up:
        return cut
    return numbers.add(cut, 1 if up else -1)


def _smallest(*values: int | Number) -> Value:
    if not values:
        raise Failed("must pass at least one number")
    least: int | Number = INFINITY
    for value in values:
        if numbers.compare(value, least) < 0:
            least = value
    return least


def _largest(*values: int | Number) -> Value:
    if not values:
        raise Failed("must pass at least one number")
    most: int | Number = NEGATIVE_INFINITY
    for value in values:
        if numbers.compare(value, most) > 0:
            most = value
    return most


def _float(value: int | Number) -> float:
    found = numbers.to_float(value)
    if found in (float("inf"), float("-inf")) and (isinstance(value, int) or value.finite):
        largest = f"{1.7976931348623157e308:f}"
        raise Failed(f"value must be between -{largest} and {largest} inclusive")
    return found


def _number(value: float) -> Value:
    if value != value:
        raise Failed("panic in function implementation: Float.SetFloat64(NaN)")
    # A number from a float prints with the float's shortest digits, so it is made of them: to the tool as to users, text is what counts.
    found = numbers.parse(repr(value))
    return numbers.from_float(value) if found is None else found


def _log(value: int | Number, base: int | Number) -> Value:
    from nomadspec.evaluation.functions import go_math

    above, below = go_math.log(_float(value)), go_math.log(_float(base))
    if below == 0:
        # Division of floats as hardware does it; the logarithm of 1 is plus zero.
        return _number(above * float("inf") if above else float("nan"))
    return _number(above / below)


def _pow(value: int | Number, exponent: int | Number) -> Value:
    from nomadspec.evaluation.functions import go_math

    return _number(go_math.power(_float(value), _float(exponent)))


def _signum(value: Any) -> Value:
    number = whole(value)
    return (number > 0) - (number < 0)


def _parseint(text: Any, base: Any) -> Value:
    if not isinstance(text, str):
        raise Failed(f"first argument must be a string, not {type_name(text)}", 0)
    radix = whole(base, "", 1)
    if not 2 <= radix <= 62:
        raise Failed("base must be a whole number between 2 and 62 inclusive", 1)
    negative = text[:1] == "-"
    digits = text[1:] if text[:1] in ("+", "-") and text else text
    value = _digits_value(digits, radix)
    if value is None:
        raise Failed(f"cannot parse {go_quote(text)} as a base {radix} integer", 0)
    # A negative zero has no sign here: whole numbers are read before they become floats.
    return numbers.make(-value if negative else value, 0)


def _digits_value(digits: str, base: int) -> int | None:
    if not digits or not digits.isascii() or not digits.isalnum():
        return None
    if len(digits) > _LONGEST_INTEGER:
        raise Failed("the number has too many digits", 0)
    if len(digits) > 1000:
        half = len(digits) // 2
        high, low = _digits_value(digits[:half], base), _digits_value(digits[half:], base)
        return None if high is None or low is None else high * base ** (len(digits) - half) + low
    value = 0
    for digit in digits:
        if digit <= "9":
            number = ord(digit) - 48
        elif digit >= "a":
            number = ord(digit) - 87
        else:
            number = ord(digit) - (29 if base > 36 else 55)
        if number >= base:
            return None
        value = value * base + number
    return value


TABLE: dict[str, Function] = {
    "abs": Function("num:number", "number", numbers.absolute, reads_text=True),
    "ceil": Function("num:number", "number", lambda value: _rounded(value, up=True), reads_text=True),
    "floor": Function("num:number", "number", lambda value: _rounded(value, up=False), reads_text=True),
    "log": Function("num:number base:number", "number", _log),
    "max": Function("*numbers:number", "number", _largest, reads_text=True),
    "min": Function("*numbers:number", "number", _smallest, reads_text=True),
    "parseint": Function("number:any base:number", "number", _parseint, reads_text=True),
    "pow": Function("num:number power:number", "number", _pow),
    "signum": Function("num:number", "number", _signum, reads_text=True),
}
