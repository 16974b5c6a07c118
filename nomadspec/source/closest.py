"""The known word that somebody most likely meant who wrote another one: for "did you mean …?"."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def closest(word: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """The word of `known` that is most like `word`, if one is at least that much like it (from 0 to 1, as difflib measures it)."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), 1, likeness)
    return near[0] if near else None


def likely(word: str, known: Iterable[str]) -> str | None:
    """As `closest`, for names that people shorten, such as options and rules: a name that `word` begins is preferred (the shortest of
    several), then one that is like it, then one with a part that is. Dashes in front and upper case make no difference."""
    names = {name.lstrip("-").casefold(): name for name in reversed(list(known))}
    begun = word.lstrip("-").casefold()
    longer = sorted((name for name in names if name.startswith(begun)), key=len) if begun else []
    if longer:
        return names[longer[0]]
    parts = {part: name for name in reversed(names) for part in name.split("-")}
    near = closest(begun, names, 0.65) or parts.get(closest(begun, parts, 0.8) or "")
    return names[near] if near else None


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The only known word at a distance of at most two changes, upper case aside; None when there is none or more than one."""
    near = [other for other in dict.fromkeys(known) if _within_two(word.lower(), other.lower())]
    return near[0] if len(near) == 1 and len(word) > 2 else None


def _within_two(a: str, b: str) -> bool:
    return len(b) >= 3 and edit_distance(a, b, 2) <= 2


def edit_distance(a: str, b: str, most: int) -> int:
    """How many characters must be put in, taken out or replaced to make `b` of `a`; `most` + 1 if more than `most`, which few comparisons show."""
    beyond = most + 1
    if abs(len(a) - len(b)) > most:
        return beyond
    start = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        start += 1
    a, b = a[start:], b[start:]  # what both begin with takes no change
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row = row, [i] + [beyond] * len(b)
        for j in range(max(1, i - most), min(len(b), i + most) + 1):  # elsewhere are too many
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != b[j - 1]))
        if min(row) > most:
            return beyond
    return min(row[-1], beyond)
