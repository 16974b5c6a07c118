"""Failures of a template: raised by the interpreter, and caught where execution continues."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

#: Kinds of failures; each is a rule of its own.
ARGUMENT = "argument"
COUNT = "argument-count"
FIELD = "field"
COMPARISON = "comparison"
DENIED = "function-denied"
FILE = "file-relative"
VALUE = "value"
MISSING_TEMPLATE = "template-missing"
MISUSE = "misuse"
#: Not a failure of the interpreter but of the pass in which it happens: nothing has been read yet.
FIRST_PASS = "first-pass"


class Failure(Exception):
    """`kind`, `message`, where (`start`, `end`: characters of the text), `help`, and `instead`: what to write at the place, where that is one word."""

    def __init__(self, kind: str, message: str, start: int, end: int, help: str = "", instead: str = "") -> None:
        super().__init__(message)
        self.kind: Final = kind
        self.message: Final = message
        self.start: Final = start
        self.end: Final = end
        self.help: Final = help
        self.instead: Final = instead


class Exhausted(Exception):
    """The template takes too many steps; what was found until then is kept."""
