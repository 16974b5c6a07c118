"""The text of API JSON: numbers, strings and layout as Go writes them."""

from __future__ import annotations

import hashlib
import json
import struct
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomadspec.jobspec.json.text import UnsupportedNumber, float_text, job_text, text


@pytest.mark.parametrize(
    ("number", "spelling"),
    [
        (0.1, "0.1"),
        (100.0, "100"),
        (-2.5, "-2.5"),
        (1e-6, "0.000001"),
        (1e-7, "1e-7"),
        (1.5e-10, "1.5e-10"),
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (1.25e25, "1.25e+25"),
        (12345678901234567890.0, "12345678901234567000"),
        (5e-324, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
    ],
)
def test_floats(number: float, spelling: str) -> None:
    assert float_text(number) == spelling


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_reads_back_the_same(number: float) -> None:
    assert struct.pack("d", float(float_text(number))) == struct.pack("d", number)


def test_an_infinity_has_no_spelling() -> None:
    with pytest.raises(UnsupportedNumber, match=r"json: unsupported value: \+Inf"):
        float_text(float("inf"))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("plain é", '"plain é"'),
        ('a"b\\c', '"a\\"b\\\\c"'),
        ("\n\r\t\b\f\x01", '"\\n\\r\\t\\b\\f\\u0001"'),
        ("<a> & b", '"\\u003ca\\u003e \\u0026 b"'),
        ("\u2028\u2029", '"\\u2028\\u2029"'),
        ("\x7f", '"\x7f"'),
        ("\ud800", '"\\ufffd"'),
        ({}, "{}"),
        ([], "[]"),
        (None, "null"),
        (True, "true"),
        ({"b": 1, "a": [False]}, '{\n    "b": 1,\n    "a": [\n        false\n    ]\n}'),
    ],
)
def test_values(value: Any, written: str) -> None:
    assert text(value) == written


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_the_text_is_json_of_the_value(value: Any) -> None:
    assert json.loads(text(value)) == value


def test_the_text_of_every_recorded_answer(goldens: Path) -> None:
    from nomadspec.jobspec.json.api import from_api, to_api

    cases = json.loads((goldens / "hcl" / "hcl-cases-open.json").read_text(encoding="utf-8"))
    assert any(case["ok"] for case in cases)
    for case in cases:
        # Nomad kept two whole numbers exact that pass through a float when they are read from JSON again.
        if case["ok"] and not any(str(edge) in json.dumps(case["job"]) for edge in (2**63 - 1, -(2**63))):
            written = job_text(to_api(from_api(case["job"])))
            assert hashlib.sha256(written.encode()).hexdigest() == case["stdout_sha256"], case["id"]
