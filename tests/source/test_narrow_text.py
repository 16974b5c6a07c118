"""JSON at one byte a character: the same values, whatever is escaped and wherever a text is cut."""

from __future__ import annotations

import json

import pytest

from nomadspec.source import json_reader, narrow_text
from nomadspec.source.json_reader import JsonError, Memory, read_json
from nomadspec.source.narrow_text import wide_characters

VALUES = [
    {"a": "😀"}, ["€", "é", "a\u00ff\u0100", "\\😀", '"😀"', "😀" * 9, "a\\\\😀\\"], "日本語 \u2028", {"é": 1, "😀": [None, 1.5]}, ["\ud83d", "😀\ud83d"],
]  # fmt: skip


@pytest.mark.parametrize("piece", [1, 2, 3, 5, 1 << 20])
@pytest.mark.parametrize("value", VALUES, ids=ascii)
def test_the_values_are_the_same(monkeypatch: pytest.MonkeyPatch, value: object, piece: int) -> None:
    monkeypatch.setattr(narrow_text, "PIECE", piece)
    written = json.dumps(value, ensure_ascii="ud83d" in ascii(value)) + " " * 400
    for data in (written.encode(), b"\xef\xbb\xbf" + written.encode()):
        assert read_json(data) == value
        assert max(map(ord, narrow_text.narrow_text(data))) < 256


@pytest.mark.parametrize("piece", [1, 2, 3, 5, 1 << 20])
@pytest.mark.parametrize(
    ("data", "says"),
    [
        ('["\\😀"]', "Invalid \\escape (line 1, column 3)"),
        ('["\\\\\\€"]', "Invalid \\escape (line 1, column 5)"),
        ('["😀", x]', "Expecting value (line 1, column 7)"),
        ("[😀]", "Expecting value (line 1, column 2)"),
        ('["€\\', "Invalid"),
        (b'["\xe2\x82\xac", "\xff"]', "not UTF-8 at byte 9"),
        (b'["\xe2\x82\xac\xf0\x9f', "not UTF-8 at byte 5"),
    ],
    ids=ascii,
)  # fmt: skip
def test_the_faults_are_the_same(monkeypatch: pytest.MonkeyPatch, data: str | bytes, says: str, piece: int) -> None:
    monkeypatch.setattr(narrow_text, "PIECE", piece)
    with pytest.raises(JsonError) as error:
        read_json(data.encode() if isinstance(data, str) else data)
    assert says in str(error.value) or (says == "Invalid" and "nterminated" in str(error.value))


@pytest.mark.parametrize(
    ("text", "characters"),
    [('["abc", "\\n"]', 0), ('["abc", "\\u20acde"]', 4), ('["a\\"b\\u20ac\\"c", "d"]', 9), ('["\\u20ac", "\\u20ac"]', 4), ("\\u20ac", 1)],
)
def test_the_characters_of_wide_strings(text: str, characters: int) -> None:
    assert wide_characters(text) == characters


@pytest.mark.parametrize("wide", ["😀", "\\ud83d\\ude00"], ids=ascii)
def test_what_wide_strings_take_is_charged(monkeypatch: pytest.MonkeyPatch, wide: str) -> None:
    """A string of a byte a character leaves room for values that one of four bytes does not, in one document and in several that are kept."""
    monkeypatch.setattr(json_reader, "_ANYWAY", 1_000)
    members = ",".join(["[]"] * 180)
    narrow = f'["{"a" * 10_000}", {members}]'.encode()
    assert read_json(narrow)
    with pytest.raises(JsonError, match="four bytes"):
        read_json(narrow.replace(b"aa", wide.encode(), 1))
    kept = Memory()
    for _ in range(8):
        read_json(narrow, memory=kept)
    given = [narrow.replace(b"aa", wide.encode(), 1)] * 12
    with pytest.raises(JsonError, match="four bytes"):
        [read_json(data, memory=kept) for data in given]


def test_a_text_with_many_wide_characters_is_left_as_it_is() -> None:
    """It has few characters for its bytes, and takes no more than they do."""
    many = ("[" + ",".join(['"日本"'] * 100) + "]").encode()
    assert narrow_text.narrow_text(many) == many.decode()
