"""What the evaluator and the functions exchange beside values: what a call may see, and what went wrong with it."""

from __future__ import annotations

from nomadspec.releases import NEWEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Final, Literal

    from nomadspec.evaluation.values import Value
    from nomadspec.releases import Release

    Attempt = Callable[[], "tuple[Value, Sequence[str]]"]
    Place = Literal["name", "argument", "close"]

    #: Function, arguments, digest of what came back; without a digest it cannot be asked again.
    ExternalRead = tuple[str, Sequence[str], str]


class FunctionContext:
    """What a call may see of the world outside.

    `fs`: `"any"`, `"none"`, or a folder that every path read must stay in; `directory`: the working folder that relative paths are
    resolved against; `environ`: for the home folder (`pathexpand`). `files_disabled`: file functions fail as in a variable's validation rule.
    `release`: whose functions they are. `reads`: what calls learned from outside, in their order (`functions/external_reads.py`).
    """

    __slots__ = ("directory", "environ", "files_disabled", "fs", "reads", "release")

    def __init__(
        self, fs: str = "any", directory: str = "", environ: Mapping[str, str] | None = None, *, files_disabled: bool = False, release: Release = NEWEST
    ) -> None:
        self.fs: Final = fs
        self.directory: Final = directory
        self.environ: Final = environ
        self.files_disabled: Final = files_disabled
        self.release: Final = release
        self.reads: Final[list[ExternalRead]] = []


class FunctionError(Exception):
    """A failed call.

    `place` says what the error points at: `"name"` the function's name with the opening parenthesis, `"argument"` the argument
    number `argument` (from 0), `"close"` the closing parenthesis. `summary` and `detail` are Nomad's texts. `also` are the further
    errors of the same call: every argument of a wrong type is reported.
    """

    def __init__(self, summary: str, detail: str, place: Place, argument: int = -1) -> None:
        super().__init__(detail)
        self.summary: Final = summary
        self.detail: Final = detail
        self.place: Final = place
        self.argument: Final = argument
        self.also: tuple[FunctionError, ...] = ()
