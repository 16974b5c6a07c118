"""Failures of a template: raised by the interpreter, and caught where execution continues."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
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
    """`kind`, `message`, where (`start`, `end`: characters of the text), `help`, and `instead`: what to write at the place, where that is one word.

    `advice` gives the two where it takes a search: most failures are of one of several values that a thing may be, and come to nothing.
    """

    def __init__(
        self, kind: str, message: str, start: int, end: int, help: str = "", instead: str = "", *, advice: Callable[[], tuple[str, str]] | None = None
    ) -> None:
        super().__init__(message)
        self.kind: Final = kind
        self.message: Final = message
        self.start: Final = start
        self.end: Final = end
        self._said = (help, instead)
        self._advice = advice

    @property
    def help(self) -> str:
        return self._advised()[0]

    @property
    def instead(self) -> str:
        return self._advised()[1]

    def _advised(self) -> tuple[str, str]:
        if self._advice is not None:
            self._said, self._advice = self._advice(), None
        return self._said


class Exhausted(Exception):
    """The template takes too many steps; what was found until then is kept."""
