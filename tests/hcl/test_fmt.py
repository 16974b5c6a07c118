"""Canonical layout: what is moved and what is not."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nomadspec
from nomadspec.hcl.fmt import format_text
from nomadspec.hcl.parser import parse
from tests.hcl.trees import EVERY_FORM, jobspecs, mutated, shape
from tests.recorded import recorded

CASES = {
    "indent": ("a {\nb {\nc = 1\n}\n}\n", "a {\n  b {\n    c = 1\n  }\n}\n"),
    "equals signs": ("a = 1\nbbb   =   2\n\ncc = 3\n", "a   = 1\nbbb = 2\n\ncc = 3\n"),
    "a line of its own ends the column": ("a = 1\nbbb = [\n1,\n]\ncc = 3\n", "a = 1\nbbb = [\n  1,\n]\ncc = 3\n"),
    "comments in a column": ("a = 1 # x\nbbb = 2      // y\n", "a   = 1 # x\nbbb = 2 // y\n"),
    "comments stay on their lines": ("a {\n# x\nb = 1\n}\n", "a {\n  # x\n  b = 1\n}\n"),
    "operators": ("a=1+2*-3-4\nb=!c&&-d\n", "a = 1 + 2 * -3 - 4\nb = !c && -d\n"),
    "brackets": ("a=[ 1,2 , 3 ]\nb={c=1}\nd=f( 1 , 2 )\ne={}\n", "a = [1, 2, 3]\nb = { c = 1 }\nd = f(1, 2)\ne = {}\n"),
    "several open on one line count once": ("a = f([{\nb = 1\n}])\nc = 2\n", "a = f([{\n  b = 1\n}])\nc = 2\n"),
    "templates": ('a = "${ b }x${c+d}%{ if e }f%{ endif }"\n', 'a = "${b}x${c + d}%{if e}f%{endif}"\n'),
    "heredocs stay": ("a {\nb = <<E\n x\n   y\nE\nc = 1\n}\n", "a {\n  b = <<E\n x\n   y\nE\n  c = 1\n}\n"),
    "for": ("a = [for x in [1]:x if x>1]\n", "a = [for x in [1] : x if x > 1]\n"),
    "splat and index": ("a = b [ * ] . c [ 0 ]\n", "a = b[*].c[0]\n"),
    "tabs": ("\ta\t=\t1\n", "a = 1\n"),
    "blank lines stay": ("\n\na = 1\n\n\n\nb = 2\n\n", "\n\na = 1\n\n\n\nb = 2\n\n"),
    "no line end at the end": ("a = 1  ", "a = 1  "),
    "line ends": ("a {\r\nb = 1\r\n}\r\n", "a {\r\n  b = 1\r\n}\r\n"),
    "wide characters": ("é = 1 # x\n名前 = 2 # y\n", "é  = 1 # x\n名前 = 2 # y\n"),
    "comments before labels are dropped": ('a /* x */ "b" {\n}\n', 'a "b" {\n}\n'),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_layout(text: str, expected: str) -> None:
    assert format_text(text) == expected
    assert format_text(expected) == expected


def test_syntax_errors_are_raised() -> None:
    with pytest.raises(nomadspec.SyntaxError) as raised:
        nomadspec.format("a = = 1\n")
    assert [d.rule for d in raised.value.diagnostics] == ["syntax-expression"]
    assert "1:5" in str(raised.value)


@given(st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_idempotent_and_without_effect(seed: int) -> None:
    chance = random.Random(seed)
    lines = chance.choice([EVERY_FORM, *jobspecs()]).splitlines(keepends=True)
    first = chance.randrange(len(lines))
    text = mutated("".join(lines[first : first + 25]), chance)
    before = parse(text)
    if not before.ok:
        return
    once = format_text(text)
    assert format_text(once) == once
    assert shape(parse(once).body, places=False) == shape(before.body, places=False)


def test_public_jobspecs(goldens: Path) -> None:
    for path in recorded(goldens / "corpus" / "golden", "*.json"):
        golden = json.loads(path.read_text(encoding="utf-8"))
        if golden["format"] != "hcl" or not golden["fmt"]:
            continue
        text = (goldens / "corpus" / "jobs" / golden["file"]).read_bytes().decode("utf-8")
        if golden["fmt"]["ok"]:
            assert format_text(text) == golden["fmt"]["text"]
        else:
            with pytest.raises(nomadspec.SyntaxError):
                format_text(text)
