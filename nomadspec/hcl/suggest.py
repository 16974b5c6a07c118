"""The suggestion of a near name, as Nomad makes it: the first candidate at an edit distance below three."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def suggestion(given: str, candidates: Iterable[str]) -> str | None:
    """The first of `candidates` that `given` may have been meant to be."""
    for candidate in candidates:
        if abs(len(given) - len(candidate)) < 3 and edit_distance(given, candidate) < 3:
            return candidate
    return None


def edit_distance(a: str, b: str) -> int:
    """How many characters must be put in, taken out or replaced to make `b` of `a`."""
    before = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y)))
        before = row
    return before[-1]
