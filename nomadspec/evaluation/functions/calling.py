"""What the evaluator and the functions exchange beside values: what a call may see, and what went wrong with it."""

from __future__ import annotations

from nomadspec.releases import NEWEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, Final, Literal

    from nomadspec.evaluation.values import Value
    from nomadspec.releases import Release
    from nomadspec.source import Span

    Attempt = Callable[[], "tuple[Value, Sequence[str]]"]
    Place = Literal["name", "argument", "close"]

    #: Function, arguments, digest of what came back; without a digest it cannot be asked again.
    ExternalRead = tuple[str, Sequence[str], str]


class FunctionContext:
    """What a call may see of the world outside.

    `fs`: `"any"`, `"none"`, or a folder that every path read must stay in; `directory`: the working folder that relative paths are
    resolved against; `environ`: for the home folder (`pathexpand`). `files_disabled`: file functions fail as in a variable's validation rule.
    `beside`: the folder of the jobspec, where a relative path may lead that leads nowhere from the working folder; with `reads_beside` it is read there, else
    the help of the error says so. `release`: whose functions they are; `extra`: further ones
    (`signature.Function`) by name, where the language is not that of jobspecs. `reads`: what calls learned from outside, in their order
    (`functions/external_reads.py`); `files`: the files that were read; `unsaved`: texts by real path that count instead of a file's content.
    """

    __slots__ = ("beside", "directory", "environ", "extra", "files", "files_disabled", "fs", "reads", "reads_beside", "release", "unsaved")

    def __init__(
        self,
        fs: str = "any",
        directory: str = "",
        environ: Mapping[str, str] | None = None,
        *,
        beside: str | None = None,
        reads_beside: bool = False,
        files_disabled: bool = False,
        release: Release = NEWEST,
        extra: Mapping[str, Any] | None = None,
        unsaved: Mapping[str, str] | None = None,
    ) -> None:
        self.fs: Final = fs
        self.directory: Final = directory
        self.environ: Final = environ
        self.files_disabled: Final = files_disabled
        self.release: Final = release
        self.beside: Final = beside
        self.reads_beside: Final = reads_beside
        self.extra: Final = extra or {}
        self.unsaved: Final = unsaved or {}
        self.reads: Final[list[ExternalRead]] = []
        self.files: Final[list[FileRead]] = []


class FileRead:
    """A file that a function has read or found: `path` from the working folder; whether it lies `beside` the jobspec only; its `text` where the call gave
    it; `place`: what called for it, once the call is done."""

    __slots__ = ("beside", "path", "place", "text")

    def __init__(self, path: str, *, beside: bool, text: str | None = None) -> None:
        self.path: Final = path
        self.beside: Final = beside
        self.text: Final = text
        self.place: Span | None = None


class FunctionError(Exception):
    """A failed call.

    `place` says what the error points at: `"name"` the function's name with the opening parenthesis, `"argument"` the argument
    number `argument` (from 0), `"close"` the closing parenthesis. `summary` and `detail` are Nomad's texts. `also` are the further
    errors of the same call: every argument of a wrong type is reported. `help` is what we add.
    """

    def __init__(self, summary: str, detail: str, place: Place, argument: int = -1, help: str | None = None) -> None:
        super().__init__(detail)
        self.summary: Final = summary
        self.detail: Final = detail
        self.place: Final = place
        self.argument: Final = argument
        self.help: Final = help
        self.also: tuple[FunctionError, ...] = ()
