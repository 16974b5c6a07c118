"""The text of a JSON document at one byte a character.

One character beyond Latin-1 makes Python keep a whole text at two or four bytes a character. JSON may write such a character as an escape, so that is what
becomes of it, and only the values that hold one are wide. A text that has many of them has few characters for its bytes, and is left as it is.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

#: Bytes that are decoded at a time.
PIECE: Final = 1 << 20
#: Of so many bytes one begins a character beyond Latin-1 where there are many.
MANY: Final = 8
_HANDLER: Final = "nomadspec-json-escape"
#: What is not the first byte of a character beyond Latin-1.
_OTHER: Final = bytes((*range(0xC4), *range(0xF5, 0x100)))


def narrow_text(data: bytes) -> str:
    """The text of UTF-8, which may begin with a byte order mark; a few characters beyond Latin-1 are escaped as in JSON's strings. Raises
    `UnicodeDecodeError`."""
    wide = sum(len(data[start : start + PIECE].translate(None, _OTHER)) for start in range(0, len(data), PIECE))
    if wide * MANY > len(data):
        return data.decode("utf-8-sig")
    import codecs

    codecs.register_error(_HANDLER, _escaped)
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    made, kept = [], ""
    try:
        for start in range(0, len(data), PIECE):
            text = kept + decoder.decode(data[start : start + PIECE], final=start + PIECE >= len(data))
            # A backslash is looked at together with the character behind it.
            kept = "\\" if _backslashes(text, len(text)) % 2 else ""
            made.append(text[: len(text) - len(kept)].encode("latin-1", _HANDLER).decode("latin-1"))
    except UnicodeDecodeError:
        return data.decode("utf-8-sig")  # raises it with its place in the whole
    return "".join([*made, kept])


def wide_characters(text: str) -> int:
    """How many characters the strings have, at most, that escapes may make wide."""
    found = 0
    at = text.find("\\u")
    while at >= 0:
        start, end = at, text.find('"', at)
        while start >= 0 and (start == at or _backslashes(text, start) % 2):
            start = text.rfind('"', 0, start)
        while end >= 0 and _backslashes(text, end) % 2:
            end = text.find('"', end + 1)
        start, end = max(start, 0), len(text) if end < 0 else end
        found += end - start - 5 * text.count("\\u", start, end)
        at = text.find("\\u", end)
    return found


def _backslashes(text: str, end: int) -> int:
    """How many there are before `end`."""
    size = 16
    while True:
        before = text[max(0, end - size) : end]
        found = len(before) - len(before.rstrip("\\"))
        if found < len(before) or size >= end:
            return found
        size *= 16


def _escaped(error: UnicodeError) -> tuple[str, int]:
    import json

    assert isinstance(error, UnicodeEncodeError)
    escapes = json.dumps(error.object[error.start : error.end])[1:-1]
    # Behind a backslash that escapes it, the character is a fault, and stays one.
    return ("?" + escapes if _backslashes(error.object, error.start) % 2 else escapes), error.end
