"""Rows of a table and modules that are made or loaded when they are first read, and not before."""

from __future__ import annotations

import subprocess
import sys

import pytest

from nomadspec.source.on_demand import Later, OnDemand


def test_a_row_is_made_when_it_is_first_read_and_only_then() -> None:
    made: list[str] = []

    def row(name: str) -> list[str]:
        made.append(name)
        return [name]

    table = OnDemand({"a": lambda: row("a"), "b": lambda: row("b")})
    assert (list(table), len(table), "a" in table, "c" in table, made) == (["a", "b"], 2, True, False, [])
    assert table["a"] is table["a"]
    assert table.get("a") == ["a"]
    assert made == ["a"]
    assert dict(table.items()) == {"a": ["a"], "b": ["b"]}
    assert made == ["a", "b"]


def test_a_row_that_is_not_there() -> None:
    table = OnDemand({"a": lambda: None})
    assert table.get("b", "nothing") == "nothing"
    with pytest.raises(KeyError, match="b"):
        table["b"]


def test_a_module_is_loaded_when_something_of_it_is_read() -> None:
    code = """
import sys
from nomadspec.source.on_demand import Later
closest = Later("nomadspec.source.closest")
print("nomadspec.source.closest" in sys.modules, closest.likely("canry", ["canary", "count"]), "nomadspec.source.closest" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False canary True\n"


def test_what_a_module_does_not_have() -> None:
    closest = Later("nomadspec.source.closest")
    with pytest.raises(AttributeError, match="farthest"):
        closest.farthest  # noqa: B018
