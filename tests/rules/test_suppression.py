"""What removes a suppression that suppresses nothing: the comment, with what stood before it on its line, or the line when nothing else is on it."""

from __future__ import annotations

import pytest

import nomadspec
from tests.rules.jobs import job

IGNORE = "# nomadspec: ignore[REF001] nothing to see"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"count = 1 {IGNORE}", "count = 1"),
        (f"count = 1 \t {IGNORE}", "count = 1"),
        (f"count = 1{IGNORE}", "count = 1"),
        (f"{IGNORE}\ncount = 1", "count = 1"),
        (f"count = 1 /* {IGNORE[2:]} */", "count = 1"),
    ],
)
def test_what_is_removed(before: str, after: str) -> None:
    text = job(group=before)
    (found,) = [d for d in nomadspec.lint(text, filename="job.nomad.hcl", environ={}) if d.code == "LNT002"]
    assert found.fix is not None
    assert (found.fix.title, found.fix.safe) == ("remove the suppression", True)
    (edit,) = found.fix.edits
    assert text[: edit.start] + edit.text + text[edit.end :] == job(group=after)
