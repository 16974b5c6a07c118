"""Where artifacts and templates are written: destinations as paths from the task's folder."""

from __future__ import annotations

from posixpath import normpath

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_FOLDERS: Final = {"${NOMAD_TASK_DIR}": "local", "${NOMAD_SECRETS_DIR}": "secrets", "${NOMAD_ALLOC_DIR}": "../alloc"}


def plain(destination: str) -> str:
    """The shortest equal path; two destinations are one file where theirs is the same."""
    for variable, folder in _FOLDERS.items():
        destination = destination.replace(variable, folder)
    return normpath(destination).lstrip("/")
