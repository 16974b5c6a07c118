"""A unified diff: what difflib says of short texts, and a patch that fits of any."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomadspec.reporting import anchored_lines, unified
from nomadspec.reporting.unified import unified_diff

TEXTS = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "}\n", "\n"]) | st.integers(0, 30).map(lambda number: f"line {number}\n"), max_size=60).map("".join)


def rows(before: str, after: str) -> list[str]:
    return ["".join(text for text, _ in line) for line in unified_diff("x", before, after)]


def patched(before: str, diff: list[str]) -> str:
    """What the hunks make of a text whose lines all have an end."""
    old, out, at = before.splitlines(keepends=True), [], 0
    for row in diff[2:]:
        if row.startswith("@@"):
            start, _, count = row.split()[1].removeprefix("-").partition(",")
            first = int(start) - (count != "0")
            out += old[at:first]
            at = first
        elif row[0] == "+":
            out.append(row[1:] + "\n")
        else:
            assert old[at] == row[1:] + "\n"
            out += old[at : at + 1] if row[0] == " " else []
            at += 1
    return "".join([*out, *old[at:]])


@given(TEXTS, TEXTS)
def test_of_short_texts_it_is_that_of_difflib(before: str, after: str) -> None:
    expected = difflib.unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), "a/x", "b/x")
    assert rows(before, after) == [row.removesuffix("\n") for row in expected]


@given(TEXTS, TEXTS, st.sampled_from([0, 5, 200]))
def test_of_long_texts_it_is_a_patch_that_fits(before: str, after: str, between: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unified, "MOST_LINES", -1)
        patch.setattr(anchored_lines, "MOST_BETWEEN", between)
        diff = rows(before, after)
    assert patched(before, diff) == after
    assert bool(diff) == (before != after)


def test_many_lines_of_which_most_change() -> None:
    """difflib would take minutes: each line that stands once is a search through all others."""
    number = 20_000
    before = "".join(f"block {n} {{\nx = 1\n}}\n" for n in range(number))
    after = "".join(f"block {n} {{\n  x = 1\n}}\n" for n in range(number))
    diff = rows(before, after)
    assert diff[2:9] == ["@@ -1,60000 +1,60000 @@", " block 0 {", "-x = 1", "+  x = 1", " }", " block 1 {", "-x = 1"]
    assert (sum(row.startswith("-x") for row in diff), sum(row.startswith("+  x") for row in diff)) == (number, number)


def test_a_last_line_without_an_end() -> None:
    assert rows("a\nb", "a\nc") == ["--- a/x", "+++ b/x", "@@ -1,2 +1,2 @@", " a", "-b", "\\ No newline at end of file", "+c", "\\ No newline at end of file"]
