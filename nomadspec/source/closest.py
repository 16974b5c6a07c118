"""Of the words there are, the one that somebody who wrote another most likely meant: for "did you mean …?"."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def closest(word: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """The word of `known` that is most like `word`, if one is at least that much like it (from 0 to 1, as difflib measures it)."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), 1, likeness)
    return near[0] if near else None
