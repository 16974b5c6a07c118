"""The folder that the files of a revision are put into while jobspecs read them. It goes with the run; those that killed runs left go with a later one."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

_PREFIX: Final = "nomadspec-git-"
#: Seconds after which a folder must be from a killed run: files are put into it, read, and it is removed.
_ABANDONED: Final = 24 * 3600


@contextmanager
def copies() -> Iterator[str]:
    """The path of an empty folder, without links in it."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix=_PREFIX) as folder:
        _clear(os.path.dirname(folder))
        yield os.path.realpath(folder)


def _clear(parent: str) -> None:
    import shutil
    import time

    oldest = time.time() - _ABANDONED
    mine = getattr(os, "getuid", lambda: 0)()  # on Windows everybody's temporary folder is their own, and the owner is 0
    with suppress(OSError), os.scandir(parent) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX) and entry.is_dir(follow_symlinks=False):
                status = entry.stat(follow_symlinks=False)
                if status.st_mtime < oldest and status.st_uid == mine:
                    shutil.rmtree(entry.path, ignore_errors=True)
