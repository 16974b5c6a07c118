"""Durations in Go's notation: nanoseconds in and out, and the words for what is no duration."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomadspec.notation import duration


@pytest.mark.parametrize(
    ("text", "nanoseconds"),
    [
        ("0", 0),
        ("+5s", 5 * 10**9),
        ("-1.5h", -5400 * 10**9),
        ("1h30m", 5400 * 10**9),
        ("1m1h", 3660 * 10**9),
        ("100us", 100_000),
        ("100\u00b5s", 100_000),
        (".5ms", 500_000),
        ("1.s", 10**9),
        ("0.000000001s", 1),
        ("0.1ns", 0),
        ("9223372036854775807ns", 2**63 - 1),
        ("-9223372036854775808ns", -(2**63)),
    ],
)
def test_parse(text: str, nanoseconds: int) -> None:
    assert duration.parse(text) == nanoseconds


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", 'time: invalid duration ""'),
        ("-", 'time: invalid duration "-"'),
        ("s", 'time: invalid duration "s"'),
        (".s", 'time: invalid duration ".s"'),
        ("10", 'time: missing unit in duration "10"'),
        ("1d", 'time: unknown unit "d" in duration "1d"'),
        ("1 h", 'time: unknown unit " h" in duration "1 h"'),
        ('"', 'time: invalid duration "\\""'),
        ("5\u00e9", 'time: unknown unit "\\xc3\\xa9" in duration "5\\xc3\\xa9"'),
        ("9223372036854775808ns", 'time: invalid duration "9223372036854775808ns"'),
        ("9" * 100_000 + "h", 'time: invalid duration "' + "9" * 100_000 + 'h"'),
    ],
)
def test_refused(text: str, error: str) -> None:
    with pytest.raises(duration.DurationError) as caught:
        duration.parse(text)
    assert str(caught.value) == error


@pytest.mark.parametrize(
    ("nanoseconds", "text"),
    [
        (0, "0s"),
        (1, "1ns"),
        (1100, "1.1\u00b5s"),
        (2_500_000, "2.5ms"),
        (5400 * 10**9, "1h30m0s"),
        (-61 * 10**9, "-1m1s"),
        (3_600_000_000_001, "1h0m0.000000001s"),
    ],
)
def test_text(nanoseconds: int, text: str) -> None:
    assert duration.text(nanoseconds) == text


@given(st.integers(-(2**62), 2**62))
def test_text_is_read_back(nanoseconds: int) -> None:
    assert duration.parse(duration.text(nanoseconds)) == nanoseconds
