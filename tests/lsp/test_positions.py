"""Offsets and positions in the three encodings, with every kind of line end."""

from __future__ import annotations

import pytest
from lsprotocol.types import Position, TextDocumentContentChangePartial

from nomadspec.lsp.documents import Document
from nomadspec.lsp.positions import Lines

TEXT = 'a\r\näb = "😀x"\rz\u2028z\n'


@pytest.mark.parametrize(
    ("encoding", "behind_the_face"),
    [("utf-8", 11), ("utf-16", 8), ("utf-32", 7)],
)
def test_a_character_counts_as_its_encoding_has_it(encoding: str, behind_the_face: int) -> None:
    lines = Lines(TEXT, encoding)
    offset = TEXT.index("x")
    assert lines.position(offset) == Position(1, behind_the_face)
    assert lines.offset(lines.position(offset)) == offset


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_every_offset_comes_back(encoding: str) -> None:
    lines = Lines(TEXT, encoding)
    for offset in range(len(TEXT) + 1):
        if TEXT[offset - 1 : offset + 1] != "\r\n":  # nobody can point into a line end
            assert lines.offset(lines.position(offset)) == offset


def test_only_line_ends_end_lines() -> None:
    assert [Lines(TEXT).line(number) for number in range(4)] == ["a", 'äb = "😀x"', "z\u2028z", ""]


@pytest.mark.parametrize(
    ("place", "offset"),
    [
        (Position(0, 99), 1),  # behind the end of a line: its end
        (Position(99, 0), len(TEXT)),  # behind the text: its end
        (Position(1, 7), TEXT.index("😀")),  # within a character: its begin
    ],
)
def test_a_place_that_there_is_not_is_the_nearest_before(place: Position, offset: int) -> None:
    assert Lines(TEXT).offset(place) == offset


def test_changes_follow_each_other() -> None:
    document = Document("file:///a.nomad.hcl", "one\r\ntwo\r\n", 1, "utf-16")
    changes = [
        TextDocumentContentChangePartial(range=document.lines.range(0, 3), text="😀"),
        TextDocumentContentChangePartial(range=Lines("😀\r\ntwo\r\n").range(3, 6), text=""),
    ]
    assert document.changed(changes, 2).text == "😀\r\n\r\n"
