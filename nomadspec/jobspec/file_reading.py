"""Reading a named file as text: bounded, and every way in which it can fail as a diagnostic."""

from __future__ import annotations

import os

from nomadspec.hcl.limits import MAX_FILE
from nomadspec.source import Diagnostic, Source
from nomadspec.source.on_demand import Later
from nomadspec.source.regular_file import head_of_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.jobspec import decode_errors as errors
else:
    errors = Later("nomadspec.jobspec.decode_errors")

#: Go's words for what the operating system says.
_REASONS: Final = {
    "FileNotFoundError": "no such file or directory",
    "PermissionError": "permission denied",
    "NotADirectoryError": "not a directory",
    "IsADirectoryError": "is a directory",
}


def read_text(path: os.PathLike[str] | str, name: str) -> tuple[str | None, Diagnostic | None]:
    """The text of a regular file, or why there is none. Bytes that are no UTF-8 become lone surrogates, for the lexer to report."""
    try:
        data = head_of_regular(path, MAX_FILE + 1)
    except (OSError, ValueError) as error:
        return None, _unreadable(name, _reason(error, str(path)))
    if len(data) > MAX_FILE:
        text = f"The file is larger than {MAX_FILE // 1_000_000} MB."
        return None, Diagnostic(errors.ERRORS["too-large"], "too-large", "error", text, Source("", name).span(0, 0))
    return data.decode("utf-8", "surrogateescape"), None


def _reason(error: Exception, where: str) -> str:
    if isinstance(error, OSError):
        import errno

        if error.errno == errno.ELOOP:
            return f"stat {os.path.abspath(where)}: too many levels of symbolic links"
        if error.errno is None:  # ours: not a regular file
            return f"read {where}: {error.strerror}"
        reason = _REASONS.get(type(error).__name__) or (error.strerror or str(error)).lower()
        verb = "open" if isinstance(error, PermissionError) else "stat"
        return f"{verb} {os.path.abspath(where)}: {reason}"
    return f"stat {where}: invalid argument"


def _unreadable(name: str, reason: str) -> Diagnostic:
    text = f'Error getting jobfile from "{name}": source path error: {reason}'
    message = f"cannot read {name}: {reason.rpartition(': ')[2]}"
    return Diagnostic(errors.ERRORS["unreadable-file"], "unreadable-file", "error", message, None, nomad=text)
