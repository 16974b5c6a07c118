"""Places as editors count them: lines from 0 that end with a line feed, a carriage return or both, and characters in the units of an encoding.

The encoding is agreed on when an editor connects: "utf-8" counts bytes, "utf-16" code units, "utf-32" characters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Final

    from lsprotocol.types import Position, Range

_LINE_END: Final = re.compile(r"\r\n|\n|\r")


class Lines:
    """The lines of one text in one encoding."""

    __slots__ = ("encoding", "starts", "text")

    def __init__(self, text: str, encoding: str = "utf-16") -> None:
        self.text: Final = text
        self.encoding: Final = encoding
        self.starts: Final = [0, *[match.end() for match in _LINE_END.finditer(text)]]

    def offset(self, place: Position) -> int:
        """The offset of a position; one behind the end of its line, or of the text, is taken for that end, and one within a character for its begin."""
        if place.line >= len(self.starts):
            return len(self.text)
        start = self.starts[place.line]
        line = self.line(place.line)
        if line.isascii() or self.encoding == "utf-32":
            return start + min(max(place.character, 0), len(line))
        units = 0
        for index, character in enumerate(line):
            units += _units(character, self.encoding)
            if units > place.character:
                return start + index
        return start + len(line)

    def line(self, number: int) -> str:
        """The text of a line (from 0) without its end."""
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[number] : end].rstrip("\r\n")

    def place(self, offset: int) -> tuple[int, int]:
        """Line and character of an offset."""
        offset = min(max(offset, 0), len(self.text))
        number = bisect_right(self.starts, offset) - 1
        before = self.text[self.starts[number] : offset].removesuffix("\r")  # between the two characters of a line end is before it
        if before.isascii() or self.encoding == "utf-32":
            return number, len(before)
        return number, sum([_units(character, self.encoding) for character in before])

    def position(self, offset: int) -> Position:
        from lsprotocol.types import Position  # not at the top: what publishes findings does without

        return Position(*self.place(offset))

    def range(self, start: int, end: int) -> Range:
        """The range of a half-open stretch of offsets."""
        from lsprotocol.types import Range

        return Range(self.position(start), self.position(end))

    def offsets(self, stretch: Range) -> tuple[int, int]:
        start = self.offset(stretch.start)
        return start, max(start, self.offset(stretch.end))


def _units(character: str, encoding: str) -> int:
    """How many units a character takes. A byte that is not UTF-8, a lone surrogate here, counts as the three bytes by which it is sent."""
    if encoding == "utf-8":
        code = ord(character)
        return 1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4
    return 2 if encoding == "utf-16" and ord(character) > 0xFFFF else 1
