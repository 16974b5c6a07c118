"""The one reader of JSON from outside: states, agents' answers, caches, jobs.

Bounded in size, depth (Python's own decoder refuses some hundred levels) and length of numbers; NaN and the infinities, which JSON does not
have, are refused, and so is a number too large for a float. Every failure is a `JsonError` with its place.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

#: Bytes of a document, unless the caller says otherwise: a state of ten thousand nodes has room.
MAX_BYTES: Final = 1024 * 1024 * 1024
MAX_NUMBER: Final = 400
#: What values take beside their text, about: an object or a list, and one more member or item of it.
_CONTAINER, _MEMBER = 200, 60
#: Bytes that a character of a wide string takes beside its own.
_WIDER: Final = 3
#: Bytes of a document that is read again to tell the place of a fault.
_SMALL: Final = 1024 * 1024
#: Bytes that the values of documents that are kept together may take: so many whatever their length, and so many for each byte read. `[{},{},…]` takes thirty
#: times its own size, a state of a real cluster less than five.
_ANYWAY, _A_BYTE = 64 * 1024 * 1024, 6


class JsonError(ValueError):
    """The text is not JSON that can be used. `line` and `column` count from 1; 0 where there is no place."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(f"{message} (line {line}, column {column})" if line else message)
        self.message: Final = message
        self.line: Final = line
        self.column: Final = column


class Memory:
    """What the values of documents that are kept together take. One for each document, unless a caller keeps several."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = _ANYWAY

    def charge(self, data: bytes | str) -> None:
        """Raises `JsonError` for a document whose values take much more than its text."""
        comma, brace, bracket = (",", "{", "[") if isinstance(data, str) else (b",", b"{", b"[")
        containers = data.count(brace) + data.count(bracket)  # type: ignore[arg-type]
        self.left += _A_BYTE * len(data) - _CONTAINER * containers - _MEMBER * data.count(comma)  # type: ignore[arg-type]
        if self.left < 0:
            raise JsonError("too many values for its length")

    def charge_width(self, text: str, size: int) -> None:
        """Raises `JsonError` when the text of a document of `size` bytes, while it is read, and the strings in it take too much more than those."""
        from sys import getsizeof

        from nomadspec.source.narrow_text import wide_characters

        more = max(0, getsizeof(text) - size)
        self.left -= more if getsizeof(text) >= 2 * len(text) else _WIDER * wide_characters(text)
        if self.left < more:
            raise JsonError("too many characters that take four bytes for its length")


def read_json(data: bytes | str, *, max_bytes: int = MAX_BYTES, memory: Memory | None = None) -> Any:
    """The value of a JSON document. Raises `JsonError`."""
    import json

    if len(data) > max_bytes:
        raise JsonError(f"longer than {max_bytes:,} bytes")
    memory = memory or Memory()
    memory.charge(data)
    try:
        text = data if isinstance(data, str) else _text(data)
    except UnicodeDecodeError as error:
        raise JsonError(f"not UTF-8 at byte {error.start}") from None
    if not (isinstance(data, str) or (data.isascii() and b"\\u" not in data)):
        memory.charge_width(text, len(data))
    try:
        try:
            return json.loads(text, parse_constant=_refuse, parse_float=_float, parse_int=_int)
        except json.JSONDecodeError:
            if isinstance(data, str) or len(data) > _SMALL or data.isascii():
                raise
            return json.loads(data.decode("utf-8-sig"))  # fails, too: its columns count no escapes
    except json.JSONDecodeError as error:
        raise JsonError(error.msg, error.lineno, error.colno) from None
    except RecursionError:
        raise JsonError("nested too deeply") from None


def _text(data: bytes) -> str:
    if data.isascii():
        return data.decode("ascii")
    from nomadspec.source.narrow_text import narrow_text

    return narrow_text(data)


def _refuse(name: str) -> Any:
    raise JsonError(f"{name} is not JSON")


def _float(text: str) -> float:
    value = float(text) if len(text) <= MAX_NUMBER else float("inf")
    if value in (float("inf"), float("-inf")):
        raise JsonError(f"the number {text[:40]} is out of range")
    return value


def _int(text: str) -> int:
    if len(text) > MAX_NUMBER:
        raise JsonError(f"a number of {len(text)} digits is out of range")
    return int(text)
