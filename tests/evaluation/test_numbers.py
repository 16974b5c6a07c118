"""Numbers: 512 bits of mantissa, plain decimal text, no limits on exponents but on what is written out."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nomadspec.evaluation import numbers
from nomadspec.evaluation.numbers import (
    INFINITY,
    NEGATIVE_INFINITY,
    NEGATIVE_ZERO,
    Number,
    add,
    compare,
    divide,
    modulo,
    multiply,
    negate,
    parse,
    subtract,
    to_text,
)


def number(text: str) -> int | Number:
    found = parse(text)
    assert found is not None
    return found


def exactly(value: int | Number) -> Fraction:
    if isinstance(value, int):
        return Fraction(value)
    assert not value.kind
    return Fraction(value.mantissa) * (Fraction(2) ** value.exponent)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("007", "7"),
        ("1.50", "1.5"),
        ("1e3", "1000"),
        ("1e-10", "0.0000000001"),
        ("1e100", "1" + "0" * 100),
        ("1.1e300", "11" + "0" * 299),
        ("0.1", "0.1"),
        ("9223372036854775808", "9223372036854775808"),
        ("-0", "-0"),
        (".5", "0.5"),
        ("5.", "5"),
        ("4p2", "16"),
        ("+3", "3"),
        ("inf", "+Inf"),
        ("-Inf", "-Inf"),
        ("1e999999999", "+Inf"),
        ("1e-999999999", "0"),
    ],
)
def test_text_to_number_and_back(text: str, written: str) -> None:
    assert to_text(number(text)) == written


@pytest.mark.parametrize("text", ["", " 1", "1 ", "0x10", "1_000", "1e", ".", "-", "NaN", "infinity", "\u0661", "1e99999999999"])
def test_what_is_no_number(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("operation", "a", "b", "written"),
    [
        (add, "0.1", "0.2", "0.3"),
        (add, "1e600000000", "1e-600000000", None),
        (subtract, "1", "1", "0"),
        (multiply, "0", "-1", "-0"),
        (multiply, "9223372036854775807", "9223372036854775807", "85070591730234615847396907784232501249"),
        (divide, "1", "3", "0." + "3" * 154 + "5"),
        (divide, "5", "0", "+Inf"),
        (divide, "-5", "0", "-Inf"),
        (divide, "6", "3", "2"),
        (modulo, "-5", "3", "-2"),
        (modulo, "5", "-3", "2"),
        (modulo, "5.5", "2", "1.5"),
        (modulo, "5", "0", "5"),
    ],
)
def test_arithmetic(operation: Any, a: str, b: str, written: str | None) -> None:
    result = operation(number(a), number(b))
    if written is None:
        assert compare(result, number(a)) == 0
    else:
        assert to_text(result) == written


@pytest.mark.parametrize(
    ("operation", "a", "b"),
    [(divide, 0, 0), (divide, INFINITY, INFINITY), (subtract, INFINITY, INFINITY), (add, INFINITY, NEGATIVE_INFINITY), (multiply, 0, INFINITY)],
)
def test_operations_without_a_value(operation: Any, a: Any, b: Any) -> None:
    with pytest.raises(numbers.UndefinedNumber):
        operation(a, b)


def test_what_would_be_too_long_to_write() -> None:
    with pytest.raises(numbers.NumberTooLong):
        to_text(number("1e600000000"))
    assert repr(number("1e600000000")).startswith("Number(")


def test_order_and_signs() -> None:
    ordered = [NEGATIVE_INFINITY, number("-1e50"), -1, number("-0.5"), 0, number("1e-300000"), number("0.5"), 1, number("1.5"), number("1e5000"), INFINITY]
    for i, a in enumerate(ordered):
        for j, b in enumerate(ordered):
            assert compare(a, b) == (i > j) - (i < j)
    assert compare(0, NEGATIVE_ZERO) == 0
    assert negate(0) is NEGATIVE_ZERO
    assert numbers.is_negative(NEGATIVE_ZERO)


@pytest.mark.parametrize(
    ("text", "whole"),
    [("2.9", 2), ("-2.9", -2), ("0.5", 0), ("7", 7)],
)
def test_truncation(text: str, whole: int) -> None:
    assert numbers.truncate(number(text)) == whole


decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal("-1e60"), max_value=Decimal("1e60"), places=20)


@settings(deadline=None)
@given(decimals)
def test_any_short_decimal_comes_back_as_it_is(value: Decimal) -> None:
    text = format(value, "f")
    expected = text.rstrip("0").rstrip(".") if "." in text else text
    assert to_text(number(text)) == expected


@settings(deadline=None)
@given(decimals, decimals)
def test_sums_are_as_near_as_their_parts(a: Decimal, b: Decimal) -> None:
    left, right = number(format(a, "f")), number(format(b, "f"))
    assert abs(exactly(add(left, right)) - Fraction(a) - Fraction(b)) <= (abs(Fraction(a)) + abs(Fraction(b))) / 2 ** (numbers.PRECISION - 1)
    assert compare(left, right) == (a > b) - (a < b)


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_are_kept_exactly(value: float) -> None:
    kept = numbers.from_float(value)
    assert numbers.to_float(kept) == value
    if value:
        assert exactly(kept) == Fraction(value)
    again = parse(to_text(kept))
    assert again is not None
    assert numbers.to_float(again) == value


@settings(deadline=None)
@given(st.integers(-(10**200), 10**200), st.integers(1, 10**200))
def test_quotients_are_rounded_to_the_nearest(a: int, b: int) -> None:
    result = divide(a, b)
    if a:
        error = abs(exactly(result) - Fraction(a, b)) / abs(Fraction(a, b))
        assert error <= Fraction(1, 2**numbers.PRECISION)
