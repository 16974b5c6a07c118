"""A text, its lines, and places in it.

Offsets count characters from 0. Lines and columns count from 1; a column counts grapheme clusters, as Nomad does
(a tab is one, an emoji sequence is one). Both are worked out on demand: parsing never pays for them.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

#: Up to this size, in characters, lines are counted and not looked up.
_FEW = 100_000
#: How often places are counted before the lines are found.
_SELDOM = 40


class Position:
    """A point in a text: `line` and `column` from 1, `offset` in characters from 0."""

    __slots__ = ("column", "line", "offset")

    def __init__(self, line: int, column: int, offset: int) -> None:
        self.line: Final = line
        self.column: Final = column
        self.offset: Final = offset

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Position) and (self.line, self.column, self.offset) == (other.line, other.column, other.offset)

    def __hash__(self) -> int:
        return hash((self.line, self.column, self.offset))

    def __repr__(self) -> str:
        return f"{self.line}:{self.column}"


class Source:
    """One text under the name that messages show. `path` is that name; it need not exist on disk."""

    __slots__ = ("_asked", "_line_starts", "path", "text")

    def __init__(self, text: str, path: str) -> None:
        self.text: Final = text
        self.path: Final = path
        self._line_starts: list[int] | None = None
        self._asked = 0

    @property
    def line_starts(self) -> list[int]:
        """The offset at which each line begins; only a line feed ends a line."""
        starts = self._line_starts
        if starts is None:
            starts = [0]
            find, at = self.text.find, -1
            while (at := find("\n", at + 1)) >= 0:
                starts.append(at + 1)
            self._line_starts = starts
        return starts

    def position(self, offset: int) -> Position:
        """Where `offset` is; one past the end is the place behind the last character."""
        text = self.text
        offset = min(max(offset, 0), len(text))
        if self._line_starts is None and len(text) < _FEW and self._asked < _SELDOM:
            # A file has few findings: to count is quicker than to find all lines.
            self._asked += 1
            line, begin = text.count("\n", 0, offset) + 1, text.rfind("\n", 0, offset) + 1
        else:
            line = self.line_of(offset)
            begin = self.line_starts[line - 1]
        if text.isascii():
            return Position(line, offset - begin + 1, offset)
        before = text[begin:offset]
        if line == 1:
            before = before.removeprefix("\ufeff")  # a byte order mark is no column
        return Position(line, column_width(before) + 1, offset)

    def line_of(self, offset: int) -> int:
        """The number of the line where `offset` is. (Its column takes a look at all of the line.)"""
        from bisect import bisect_right

        return bisect_right(self.line_starts, offset)

    def line(self, number: int) -> str:
        """The text of a line (from 1) without its line end; empty when there is no such line."""
        starts = self.line_starts
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] - 1 if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].removesuffix("\r")

    def span(self, start: int, end: int) -> Span:
        return Span(self, start, end)

    def __repr__(self) -> str:
        return f"Source({self.path!r}, {len(self.text)} characters)"


class Span:
    """A range of a source: from `start` up to, but not including, `end`."""

    __slots__ = ("end_offset", "source", "start_offset")

    def __init__(self, source: Source, start: int, end: int) -> None:
        self.source: Final = source
        self.start_offset: Final = start
        self.end_offset: Final = max(start, end)

    @property
    def path(self) -> str:
        return self.source.path

    @property
    def start(self) -> Position:
        return self.source.position(self.start_offset)

    @property
    def end(self) -> Position:
        return self.source.position(self.end_offset)

    @property
    def text(self) -> str:
        return self.source.text[self.start_offset : self.end_offset]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and (self.path, self.start_offset, self.end_offset) == (other.path, other.start_offset, other.end_offset)

    def __hash__(self) -> int:
        return hash((self.path, self.start_offset, self.end_offset))

    def __repr__(self) -> str:
        return f"{self.path}:{self.start}"


def column_width(text: str) -> int:
    """How many grapheme clusters `text` has."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    from nomadspec.source.graphemes import count

    return count(text)
