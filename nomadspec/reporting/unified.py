"""A unified diff of a file before and after, as styled lines.

difflib takes time with the product of both texts' lines. Longer texts are first cut at lines that stand once in each (a patience diff), and only what lies
between two such lines is compared by difflib, or changes as a whole where that is long, too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from difflib import Match, SequenceMatcher

from nomadspec.reporting.escaping import line, terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Final

    from nomadspec.source.styled_text import Line

#: Unchanged lines shown around a change.
CONTEXT: Final = 3
#: Lines of both texts together up to which difflib compares them.
MOST_LINES: Final = 4_000
#: The same of what lies between two lines that stand once.
MOST_BETWEEN: Final = 200


def unified_diff(path: str, before: str, after: str) -> list[Line]:
    """What changes in `path`; `patch` can apply it when nothing had to be made visible."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if len(old) + len(new) <= MOST_LINES:
        matcher = SequenceMatcher(None, old, new)
    else:
        matcher = _Anchored(old, new)
    lines: list[Line] = []
    for number, group in enumerate(matcher.get_grouped_opcodes(CONTEXT)):
        if number == 0:
            name = line(path)
            lines += [[(f"--- a/{name}", "title")], [(f"+++ b/{name}", "title")]]
        lines.append([(f"@@ -{_range(group[0][1], group[-1][2])} +{_range(group[0][3], group[-1][4])} @@", "gutter")])
        for kind, a, b, c, d in group:
            if kind == "equal":
                lines += _rows(" ", old[a:b], "")
            else:
                lines += _rows("-", old[a:b], "deleted")
                lines += _rows("+", new[c:d], "added")
    return lines


def _range(start: int, end: int) -> str:
    """Lines as the head of a hunk names them: the first, and how many; the line before them where there are none."""
    if end - start == 1:
        return str(start + 1)
    return f"{start + (end > start)},{end - start}"


def _rows(mark: str, texts: Sequence[str], style: str) -> Iterator[Line]:
    for text in texts:
        yield [(terminal(mark + text.removesuffix("\n").removesuffix("\r")), style)]
        if not text.endswith("\n"):
            yield [("\\ No newline at end of file", "dim")]


class _Anchored(SequenceMatcher[str]):
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
