"""The suggestion of a near name, as Nomad makes it: the first candidate at an edit distance below three."""

from __future__ import annotations

from nomadspec.source import Edit, Fix
from nomadspec.source.closest import edit_distance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Final


#: Words of other languages → HCL's.
_WORDS: Final = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false", "none": "null", "nil": "null"}


def literal_of(word: str) -> str:
    """What a word without quotes was meant to be, where it is no reference: `True` → `true`, `eth0` → `"eth0"`."""
    return _WORDS.get(word.lower(), f'"{word}"')


def is_bare(written: str, name: str) -> bool:
    """Whether the value of `name = value`, or the value alone, is this word without quotes."""
    return written.endswith(name) and written.removesuffix(name).rstrip()[-1:] in ("", "=", ":")


def suggestion(given: str, candidates: Iterable[str]) -> str | None:
    """The first of `candidates` that `given` may have been meant to be."""
    for candidate in candidates:
        if edit_distance(given, candidate, 2) <= 2:
            return candidate
    return None


def nearest(given: str, candidates: Iterable[str]) -> tuple[str, int] | None:
    """The candidate that `given` most likely was meant to be and how many slips lie between them; two neighbours that changed places are
    one slip. Stricter than `suggestion`: something must be left of the name, two slips make a name of five characters or more, and a beginning of three stands for its whole
    (as two slips)."""
    best: tuple[int, str] | None = None
    tied = False
    for candidate in candidates:
        slips = _slips(given, candidate)
        if (given and slips >= min(len(given), len(candidate))) or slips > (2 if min(len(given), len(candidate)) >= 5 else 1):
            continue
        if best is not None and slips == best[0]:
            tied = True
        if best is None or slips < best[0]:
            best, tied = (slips, candidate), False
    if best is not None:
        return best[1], 2 if tied else best[0]
    longer = sorted((c for c in candidates if len(given) >= 3 and c.startswith(given)), key=len)
    return (longer[0], 2) if longer else None


def _slips(a: str, b: str) -> int:
    """The edit distance, 3 if it is larger, or one less when two neighbours changed places."""
    distance = edit_distance(a, b, 2)
    if distance == 2 and len(a) == len(b):
        at = next(i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y)
        if a[at : at + 2] == b[at : at + 2][::-1]:
            return 1
    return distance


def rename(path: str, start: int, end: int, near: tuple[str, int] | None) -> Fix | None:
    """The fix that puts the name of `nearest` in place of the one at [start, end): safe where a single slip lies between names that are not short."""
    if near is None:
        return None
    return Fix(f"rename to {near[0]}", (Edit(path, start, end, near[0]),), safe=near[1] == 1 and end - start >= 4)
