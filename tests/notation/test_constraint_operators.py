"""What constraint operators say of node and device attributes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nomadspec.notation.constraint_operators import Attribute, device_matches, matches, parse_attribute


@pytest.mark.parametrize(
    ("left", "operand", "right", "expected"),
    [
        ("linux", "=", "linux", True),
        ("linux", "==", "Linux", False),
        ("a", "is", "a", True),
        ("a", "not", "b", True),
        ("10", ">", "9", True),  # whole numbers
        ("1e3", "<", "999", False),  # floats
        ("10.0.0", "<", "9", True),  # text
        ("nan", "<=", "nan", False),
        ("5.15.0-91-generic", "version", ">= 5.4", False),
        ("5.15.0-91-generic", "semver", ">= 5.4", True),
        ("2.0.0", "version", "~> 1", True),
        ("1.2.3", "semver", "~> 1.2", False),
        ("1.2.3beta", "version", "= 1.2.3-beta", True),
        ("1.2", "version", ">= 1.2,", False),
        ("foobar", "regexp", "o+b", True),
        ("foobar", "regexp", "[", False),
        ("a, b ,c", "set_contains", "b,c", True),
        ("a,b", "set_contains_all", "a,", False),
        ("a,b", "set_contains_any", "x,b", True),
        ("x", "distinct_hosts", "", True),
        ("x", "VERSION", "x", False),
    ],
)
def test_node_attributes(left: str, operand: str, right: str, expected: bool) -> None:
    assert matches(operand, left, True, right, True) is expected


def test_missing_node_attributes() -> None:
    assert matches("is_not_set", "", False, "", False)
    assert not matches("=", "", False, "", False)
    assert not matches("!=", "", False, "", False)
    assert matches("!=", "", False, "a", True)


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("4 GiB", Attribute(4, "GiB")),
        ("1.5GHz", Attribute(1.5, "GHz")),
        ("1080 Ti", Attribute("1080 Ti")),
        ("T", Attribute(True)),
        ("4 GiB ", Attribute("4 GiB ")),
        ("1", Attribute(1)),
        ("", Attribute("")),
    ],
)
def test_device_literals(text: str, attribute: Attribute) -> None:
    assert parse_attribute(text) == attribute


@pytest.mark.parametrize(
    ("left", "operand", "right", "expected"),
    [
        ("4 GiB", "=", "4096 MiB", True),
        ("999 mW", "=", "0 W", True),  # whole numbers are cut
        ("0.1 W", "=", "100 mW", False),  # floats are exact
        ("16 EiB", "=", "0 GiB", True),  # 64 bits overflow
        ("4 GiB", "!=", "4", False),  # not comparable
        ("true", "<=", "t", True),
        ("1", "version", ">= 1", True),
        ("12.1", "version", ">= 11.0", False),  # a float is no version
        ("1080", "regexp", "1080", False),  # a number is no text
    ],
)
def test_devices(left: str, operand: str, right: str, expected: bool) -> None:
    assert device_matches(operand, parse_attribute(left), True, parse_attribute(right), True) is expected


@pytest.mark.parametrize("hostile", ["9" * 100_000, "1." * 50_000, "1-" + "1" * 100_000 + "!", "v" * 100_000, "a{1000}" * 50])
def test_hostile_values_end(hostile: str) -> None:
    for operand in ("<", "version", "semver", "regexp", "set_contains"):
        matches(operand, hostile, True, hostile, True)
    device_matches("<", parse_attribute(hostile), True, parse_attribute(hostile + " GiB"), True)


def test_recorded_nodes(goldens: Path) -> None:
    for line in (goldens / "scheduler" / "constraint-cases-open.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        assert matches(case["operand"], case["ltarget_value"], case["lfound"], case["rtarget_value"], case["rfound"]) is case["result"], case


def test_recorded_devices(goldens: Path) -> None:
    for line in (goldens / "scheduler" / "device-constraint-cases-open.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        if case["panics"]:
            continue
        left, right = (parse_attribute(case[f"{side}target_value"]) if case[f"{side}found"] else None for side in "lr")
        assert device_matches(case["operand"], left, case["lfound"], right, case["rfound"]) is case["result"], case
