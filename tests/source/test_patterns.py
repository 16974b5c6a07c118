"""Patterns compiled ahead are those that `re` would compile."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from nomadspec.source import patterns
from nomadspec.source.patterns import TABLE


def test_every_supported_python_has_the_table() -> None:
    assert patterns.MATCHER in patterns.MATCHERS


@pytest.mark.skipif(not TABLE, reason="there is no table for this version of the matcher")
def test_the_table_is_what_the_generator_writes() -> None:
    done = subprocess.run([sys.executable, "-m", "tools.generate_patterns", "--check"], cwd=Path(__file__).parents[2], check=False)
    assert done.returncode == 0, "run `make generate`"


@pytest.mark.parametrize(("text", "flags"), sorted(TABLE))
def test_a_pattern_from_the_table_is_the_one_of_re(text: str, flags: int) -> None:
    made, expected = patterns.pattern(text, flags), re.compile(text, flags)
    assert (made.pattern, made.flags, made.groups, made.groupindex) == (expected.pattern, expected.flags, expected.groups, expected.groupindex)
    assert made == expected


def test_a_pattern_that_is_not_in_the_table_is_compiled() -> None:
    assert patterns.pattern("(?P<never>asked) for", patterns.IGNORECASE).match("ASKED FOR") is not None
