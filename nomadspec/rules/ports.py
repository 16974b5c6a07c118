"""The port label that a wrong one was meant to be."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(label: str, labels: Iterable[str]) -> str | None:
    """The only label at a distance of at most two changes; None when there is none or more than one."""
    near = [other for other in labels if _within_two(label.lower(), other.lower())]
    return near[0] if len(near) == 1 and len(label) > 2 else None


def _within_two(a: str, b: str) -> bool:
    """Whether two changes (of a character, one more, one less) make `b` of `a`."""
    if abs(len(a) - len(b)) > 2 or len(b) < 3:
        return False
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row = row, [i]
        for j, y in enumerate(b, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y)))
    return row[-1] <= 2
