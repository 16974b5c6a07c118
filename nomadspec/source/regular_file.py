"""Bytes of a regular file, at most so many: pipes and devices are refused at once, neither waited for nor read without end. A file that nobody named, but a
search found, is not read through a link that leads out of the repository."""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


#: Without blocking, so that a pipe nobody writes to cannot hang the open.
_READ: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class FoundFile:
    """The path of a file that a search found. What has become a link since then is only followed to a file of the repository."""

    __slots__ = ("_path",)

    def __init__(self, path: str) -> None:
        self._path = path

    def __fspath__(self) -> str:
        return self._path

    def __str__(self) -> str:
        return self._path


def open_regular(path: os.PathLike[str] | str) -> int:
    """A descriptor of what is there, for reading. Raises `OSError`."""
    return _open_found(os.fspath(path)) if isinstance(path, FoundFile) else os.open(path, _READ)


def _open_found(path: str) -> int:
    import errno

    without_links = _READ | getattr(os, "O_NOFOLLOW", 0)
    try:
        return os.open(path, without_links)
    except OSError as error:
        if error.errno not in (errno.ELOOP, errno.EMLINK):
            raise
    root = repository_root(os.path.dirname(path))
    if root is None:
        return os.open(path, _READ)
    real = os.path.realpath(path)
    if not real.startswith(os.path.join(os.path.realpath(root), "")):
        raise _refused(path, "a link to a file outside the repository")
    return os.open(real, without_links)


def repository_root(path: str) -> str | None:
    """The nearest folder at or above `path` that holds `.git` (or `.hg`, `.svn`), absolute; None outside a repository."""
    folder = os.path.abspath(path)
    for _ in range(256):
        if any(os.path.lexists(os.path.join(folder, marker)) for marker in (".git", ".hg", ".svn")):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent
    return None


def read_regular(path: os.PathLike[str] | str, most: int) -> bytes:
    """All of a file of at most `most` bytes. Raises `OSError` with the reason as its `strerror`, also for what is not a regular file or is longer."""
    data = head_of_regular(path, most + 1)
    if len(data) > most:
        raise _refused(path, f"larger than {most:,} bytes")
    return data


def head_of_regular(path: os.PathLike[str] | str, most: int) -> bytes:
    """The first `most` bytes of a file. Raises `OSError` as `read_regular` does."""
    descriptor = open_regular(path)
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise _refused(path, "is a directory")
        if not stat.S_ISREG(status.st_mode):
            raise _refused(path, "not a regular file")
        # What is there is asked for at once. A file that grows, or that the system makes while it is read, is read on in pieces.
        data = os.read(descriptor, min(most, status.st_size + 1))
        while len(data) < most and (more := os.read(descriptor, min(most - len(data), 1 << 20))):
            data += more
        return data
    finally:
        os.close(descriptor)


def _refused(path: os.PathLike[str] | str, reason: str) -> OSError:
    return OSError(None, reason, os.fspath(path))
