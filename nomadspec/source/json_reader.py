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


def read_json(data: bytes | str, *, max_bytes: int = MAX_BYTES, memory: Memory | None = None) -> Any:
    """The value of a JSON document. Raises `JsonError`."""
    import json

    if len(data) > max_bytes:
        raise JsonError(f"longer than {max_bytes:,} bytes")
    (memory or Memory()).charge(data)
    try:
        text = data if isinstance(data, str) else data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise JsonError(f"not UTF-8 at byte {error.start}") from None
    try:
        return json.loads(text, parse_constant=_refuse, parse_float=_float, parse_int=_int)
    except json.JSONDecodeError as error:
        raise JsonError(error.msg, error.lineno, error.colno) from None
    except RecursionError:
        raise JsonError("nested too deeply") from None


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
