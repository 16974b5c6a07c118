"""Bytes of a regular file, at most so many: pipes and devices are refused at once, neither waited for nor read without end."""

from __future__ import annotations

import os
import stat


def read_regular(path: os.PathLike[str] | str, most: int) -> bytes:
    """All of a file of at most `most` bytes. Raises `OSError` with the reason as its `strerror`, also for what is not a regular file or is longer."""
    data = head_of_regular(path, most + 1)
    if len(data) > most:
        raise _refused(path, f"larger than {most:,} bytes")
    return data


def head_of_regular(path: os.PathLike[str] | str, most: int) -> bytes:
    """The first `most` bytes of a file. Raises `OSError` as `read_regular` does."""
    # Without blocking, so that a pipe nobody writes to cannot hang the open.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0))
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
