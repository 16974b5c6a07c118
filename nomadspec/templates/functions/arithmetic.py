"""Numbers. consul-template's functions keep the kinds of numbers apart; Sprig's convert whatever they are given, anything that is not a number to 0."""

from __future__ import annotations

import math
from itertools import product

from nomadspec.templates.functions.conversion import to_integer, to_number, wrap
from nomadspec.templates.types import INTEGER, NUMBER, TEXT, UNSIGNED, Type, type_of
from nomadspec.templates.values import ANYTHING, Unknown, Value, alternatives, choice, integer, listing, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from nomadspec.templates.run import Call

#: Elements that are counted out one by one.
_MOST = 100_000


def _calculated(call: Call) -> Value:
    """Of two numbers that may be of several kinds each."""
    first, second = (alternatives(argument) for argument in call.arguments)
    if first is None or second is None:
        _check_zero(call, call.arguments[0])
        return ANYTHING
    return choice([_of_two(call, one, other) for one, other in product(first, second)])


def _check_zero(call: Call, divisor: Value) -> None:
    if call.name in ("divide", "modulo") and divisor.data == 0 and divisor.type.kind in (INTEGER, UNSIGNED):
        from nomadspec.templates.failures import FIRST_PASS

        raise call.error(
            f"`{call.name}` by zero",
            FIRST_PASS,
            help="The divisor comes first: `divide 2 10` is 5. Before anything has been read, numbers from elsewhere are 0.",
        )


def _of_two(call: Call, one: Value, other: Value) -> Value:
    kinds = {one.type.kind, other.type.kind}
    name = call.name
    _check_zero(call, one) if NUMBER not in kinds or name == "modulo" else None
    result = "number" if NUMBER in kinds else "unsigned64" if kinds == {UNSIGNED} else "integer64"
    known = one.known and other.known
    if name in ("minimum", "maximum"):
        if not known:
            return choice([Value(_wide(value), Unknown()) for value in (one, other)])
        chosen = (min if name == "minimum" else max)(one, other, key=lambda value: value.data)
        return Value(_wide(chosen), chosen.data)
    if not known:
        return unknown(result)
    return Value(type_of(result), _result(name, one.data, other.data, whole=NUMBER not in kinds))


def _wide(value: Value) -> Type:
    return type_of({INTEGER: "integer64", UNSIGNED: "unsigned64"}.get(value.type.kind, "number"))


def _result(name: str, one: float, other: float, *, whole: bool) -> float:
    """The first argument is what is added, taken away, multiplied with or divided by."""
    if name == "add":
        found = other + one
    elif name == "subtract":
        found = other - one
    elif name == "multiply":
        found = other * one
    elif name == "divide":
        if not whole:
            return other / one if one else math.copysign(math.inf, other) if other else math.nan
        found = abs(int(other)) // abs(int(one)) * (1 if (other < 0) == (one < 0) else -1)
    else:
        found = int(math.fmod(int(other), int(one)))
    return wrap(int(found)) if whole else float(found)


# --- Sprig's


def _whole(compute: Callable[..., int]) -> Callable[[Call], Value]:
    return lambda call: Value(type_of("integer64"), wrap(compute(*map(to_integer, call.arguments))))


def _floating(compute: Callable[..., float]) -> Callable[[Call], Value]:
    return lambda call: Value(type_of("number"), float(compute(*map(to_number, call.arguments))))


def _quotient(one: int, other: int) -> int:
    return abs(one) // abs(other) * (1 if (one < 0) == (other < 0) else -1)


def _product(*numbers: int) -> int:
    return math.prod(numbers)


def _decimal(name: str) -> Callable[[Call], Value]:
    """addf and its kin calculate in decimals."""

    def compute(call: Call) -> Value:
        from decimal import Decimal

        first, *rest = [Decimal(repr(to_number(argument))) for argument in call.arguments] or [Decimal(0)]
        for number in rest:
            if name == "divf" and not number:
                raise ValueError("decimal division by 0")
            first = first + number if name == "addf" else first - number if name == "subf" else first * number if name == "mulf" else first / number
        return Value(type_of("number"), float(first))

    return compute


def _round(call: Call) -> Value:
    number, places = to_number(call.arguments[0]), call.arguments[1].data
    edge = call.arguments[2].data if len(call.arguments) > 2 else 0.5
    power = 10.0 ** max(-300, min(places, 300))
    digit = number * power
    cut = math.fmod(digit, 1)
    return Value(type_of("number"), (math.ceil(digit) if cut >= edge else math.floor(digit)) / power)


def _int(call: Call) -> Value:
    return integer(to_integer(call.arguments[0]))


def _atoi(call: Call) -> Value:
    digits = call.arguments[0].data
    return integer(int(digits) if digits.isascii() and digits.lstrip("+-").isdigit() and len(digits) - len(digits.lstrip("+-")) < 2 else 0)


def _to_decimal(call: Call) -> Value:
    from nomadspec.templates.printing import printed

    try:
        found = int(printed(call.arguments[0]), 8)
    except ValueError:
        found = 0
    return Value(type_of("integer64"), found)


def _count(start: int, stop: int, step: int) -> list[int]:
    if step == 0 or (step > 0) != (stop >= start):
        return []
    found = list(range(start, stop, step)[: _MOST + 1])
    if len(found) > _MOST:
        raise ValueError(f"more than {_MOST:,} numbers are not computed")
    return found


def _until(count: int) -> list[int]:
    return _count(0, count, 1 if count >= 0 else -1)


def _seq(*bounds: int) -> str:
    if len(bounds) == 1:
        first, step, last = 1, 1 if bounds[0] >= 1 else -1, bounds[0]
    elif len(bounds) == 2:
        first, last = bounds
        step = 1 if last >= first else -1
    elif len(bounds) == 3:
        first, step, last = bounds
        if step == 0 or (step > 0) != (last >= first):
            return ""
    else:
        return ""
    return " ".join(map(str, _count(first, last + (1 if step > 0 else -1), step)))


def _random(call: Call) -> Value:
    low, high = call.arguments
    if low.known and high.known and low.data >= high.data:
        raise call.error("the second number of `sprig_randInt` must be larger than the first")
    return unknown("integer")


def _loop(call: Call) -> Value:
    if not all(argument.known and argument.type.kind in (TEXT, INTEGER, UNSIGNED) for argument in call.arguments):
        return unknown("channel of integer64")
    numbers = [int(argument.data) for argument in call.arguments]
    first, last = (0, numbers[0]) if len(numbers) == 1 else numbers
    if last - first > _MOST:
        return unknown("channel of integer64")
    return listing([Value(type_of("integer64"), number) for number in range(first, last)], "channel of integer64")


def _parse(kind: str) -> Callable[[str], object]:
    def parse(given: str) -> object:
        if kind == "bool":
            if given == "":
                return False
            if given in ("1", "t", "T", "TRUE", "true", "True"):
                return True
            if given in ("0", "f", "F", "FALSE", "false", "False"):
                return False
        elif kind == "float":
            from nomadspec.notation.go_number import parse_float

            found = 0.0 if given == "" else parse_float(given)
            if found is not None:
                return found
        elif given == "":
            return 0
        elif given.isascii() and (given[1:] if given[0] in "+-" and kind == "int" else given).isdigit():
            number = int(given[:400])
            if (-(2**63) <= number < 2**63) if kind == "int" else number < 2**64:
                return number
        raise ValueError(f"{given!r} is not a valid {'number' if kind != 'bool' else 'bool'}")

    return parse


VALUES = {
    **dict.fromkeys(("add", "divide", "maximum", "minimum", "modulo", "multiply", "subtract"), _calculated),
    "loop": _loop,
    "sprig_randInt": _random,
}
KNOWN = {
    "sprig_add": _whole(lambda *numbers: sum(numbers)),
    "sprig_add1": _whole(lambda number: number + 1),
    "sprig_add1f": _floating(lambda number: number + 1),
    "sprig_addf": _decimal("addf"),
    "sprig_atoi": _atoi,
    "sprig_ceil": _floating(math.ceil),
    "sprig_div": _whole(_quotient),
    "sprig_divf": _decimal("divf"),
    "sprig_float64": _floating(lambda number: number),
    "sprig_floor": _floating(math.floor),
    "sprig_int": _int,
    "sprig_int64": _whole(lambda number: number),
    "sprig_max": _whole(lambda *numbers: max(numbers)),
    "sprig_maxf": _floating(lambda *numbers: max(numbers)),
    "sprig_min": _whole(lambda *numbers: min(numbers)),
    "sprig_minf": _floating(lambda *numbers: min(numbers)),
    "sprig_mod": _whole(lambda one, other: int(math.fmod(one, other))),
    "sprig_mul": _whole(_product),
    "sprig_mulf": _decimal("mulf"),
    "sprig_round": _round,
    "sprig_sub": _whole(lambda one, other: one - other),
    "sprig_subf": _decimal("subf"),
    "sprig_toDecimal": _to_decimal,
}
KNOWN["sprig_biggest"] = KNOWN["sprig_max"]
DATA = {
    "parseBool": _parse("bool"),
    "parseFloat": _parse("float"),
    "parseInt": _parse("int"),
    "parseUint": _parse("uint"),
    "sprig_seq": _seq,
    "sprig_until": _until,
    "sprig_untilStep": _count,
}
