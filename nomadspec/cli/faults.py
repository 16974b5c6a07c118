"""Internal faults: one line with the file being processed and where the fault happened, never a traceback."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Final

#: The exit status.
FAULT: Final = 70


class naming:
    """Work on the file `path`: a fault in it gets the file's name (`with naming(path): …`)."""

    __slots__ = ("path",)

    def __init__(self, path: str) -> None:
        self.path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        if fault is not None:
            fault.add_note(self.path)


def file_of(fault: BaseException) -> str:
    """The name of the file that a fault was in, as the beginning of a line; empty where it was in none."""
    return "".join(f"{name}: " for name in getattr(fault, "__notes__", ())[:1])


def fault_text(fault: Exception) -> str:
    """The line."""
    from nomadspec.workspace.file_linter import failed_at

    return f"{file_of(fault)}internal fault ({failed_at(fault)}); please report it"
