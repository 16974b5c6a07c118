"""Equal lines of two long texts, as difflib's matcher gives them of short ones.

difflib takes time with the product of both texts' lines. Here they are first cut at lines that stand once in each (a patience diff), and only what lies
between two such lines is compared by difflib, or changes as a whole where that is long, too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from difflib import Match, SequenceMatcher

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Final

#: Lines of both texts together up to which difflib compares what lies between two lines that stand once.
MOST_BETWEEN: Final = 200


class AnchoredLines(SequenceMatcher[str]):
    """Lines compared between those that stand once in both texts."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        super().__init__(None, [], [])
        self.old: Final = old
        self.new: Final = new

    def get_matching_blocks(self) -> list[Match]:
        blocks: list[Match] = []
        a = b = 0
        for one, other in [*_anchors(self.old, self.new), (len(self.old), len(self.new))]:
            for start, there, size in _between(self.old[a:one], self.new[b:other]):
                _join(blocks, a + start, b + there, size)
            if one < len(self.old):
                _join(blocks, one, other, 1)
            a, b = one + 1, other + 1
        return [*blocks, Match(len(self.old), len(self.new), 0)]


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The places, in both texts, of the most lines that stand once in each and in the same order."""
    counts, counts_new = Counter(old), Counter(new)
    places = {text: number for number, text in enumerate(new) if counts_new[text] == 1}
    pairs = [(number, places[text]) for number, text in enumerate(old) if counts[text] == 1 and text in places]
    ends: list[int] = []  # the least place in `new` at which so many lines in order can end
    last: list[int] = []  # and the pair that it belongs to
    before: list[int] = []  # of each pair the one before it
    for index, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [index]
    found, index = [], last[-1] if last else -1
    while index >= 0:
        found.append(pairs[index])
        index = before[index]
    return found[::-1]


def _between(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Equal stretches of two short texts; of long ones, those at both ends."""
    shorter = min(len(old), len(new))
    head = next((number for number in range(shorter) if old[number] != new[number]), shorter)
    rest = shorter - head
    tail = next((number for number in range(rest) if old[-1 - number] != new[-1 - number]), rest)
    yield 0, 0, head
    inner, inner_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(inner) + len(inner_new) <= MOST_BETWEEN:
        for start, there, size in SequenceMatcher(None, inner, inner_new, autojunk=False).get_matching_blocks():
            yield head + start, head + there, size
    yield len(old) - tail, len(new) - tail, tail


def _join(blocks: list[Match], start: int, there: int, size: int) -> None:
    """Adds a stretch, to the last one where it goes on there."""
    if not size:
        return
    if blocks and blocks[-1].a + blocks[-1].size == start and blocks[-1].b + blocks[-1].size == there:
        start, there, size = blocks[-1].a, blocks[-1].b, blocks[-1].size + size
        blocks.pop()
    blocks.append(Match(start, there, size))
