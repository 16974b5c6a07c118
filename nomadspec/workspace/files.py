"""Reads and replaces files: completely, with a size limit, never half-written, and never out of the repository by a link that nobody named."""

from __future__ import annotations

import os
import stat

from nomadspec.hcl.limits import MAX_FILE
from nomadspec.source.regular_file import FoundFile, open_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final


#: Bytes read of a plain .hcl or .json file to see what it is.
_PEEK: Final = 65_536
#: The names of temporary files next to a file.
_PREFIX: Final = ".{}.nomadspec-"
#: Seconds after which a temporary file must be from a killed run.
_ABANDONED: Final = 600


class ReadError(Exception):
    """The file cannot be read; the message names it and gives the reason."""


class WriteError(Exception):
    """The file cannot be replaced and is unchanged."""


def read_text(path: str, *, found: bool = False) -> str:
    """The text of a regular file of at most `MAX_FILE` bytes, line ends as they are; bytes that are not UTF-8 become lone surrogates for the parser to report.

    `found`: a search found the file. What has become a link since then is only followed to a file of the repository."""
    try:
        descriptor = open_regular(FoundFile(path) if found else path)
    except (OSError, ValueError) as error:
        raise ReadError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise ReadError(f"{path}: is a folder")
        if not stat.S_ISREG(status.st_mode):
            raise ReadError(f"{path}: not a regular file; use - for standard input")
        if status.st_size > MAX_FILE:
            raise ReadError(f"{path}: {status.st_size:,} bytes are more than the limit of {MAX_FILE:,}")
        data = os.read(descriptor, status.st_size + 1)
        while len(data) <= MAX_FILE and (more := os.read(descriptor, 1 << 20)):
            data += more
        return data.decode("utf-8", "surrogateescape")
    except OSError as error:
        raise ReadError(f"{path}: {error.strerror or error}") from None
    finally:
        os.close(descriptor)


def head_of(path: str) -> str:
    """The beginning of a plain .hcl or .json file, which shows its kind; empty for another file, and for one that cannot be read."""
    if not path.endswith((".hcl", ".json")):
        return ""
    from nomadspec.source.regular_file import head_of_regular

    try:
        return head_of_regular(path, _PEEK).decode("utf-8", "replace")
    except OSError:
        return ""


def write_atomically(path: str, text: str | bytes, named: Sequence[str] = (), *, create: bool = False, mode: int | None = None) -> None:
    """Replace the file by `text` at once, with the mode it had, or with `mode`.

    A link is followed only when its target lies under one of the `named` paths (what the user gave; none means the working folder).
    With `create` the file need not exist. Raises `WriteError`; the file is then as it was.
    """
    import contextlib
    import tempfile

    folder, name = os.path.split(path)
    linked = os.path.islink(path)  # asked once: what becomes a link after this is replaced, not followed
    target = os.path.realpath(path) if linked else os.path.join(os.path.realpath(folder or "."), name)
    if linked and not _below(target, named):
        raise WriteError(f"{path}: a link to {target}, which is outside the given paths; file not changed")
    temporary = ""
    try:
        before = None
        if not create or os.path.exists(target):
            status = os.stat(target)
            if not stat.S_ISREG(status.st_mode):
                raise WriteError(f"{path}: not a regular file; file not changed")
            before = stat.S_IMODE(status.st_mode)
        folder, name = os.path.split(target)
        _clear(folder or ".", name)
        descriptor, temporary = tempfile.mkstemp(prefix=_PREFIX.format(name), suffix=".tmp", dir=folder or ".")
        with os.fdopen(descriptor, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape"))
            file.flush()
            os.fsync(file.fileno())
        mode = before if mode is None else mode
        if mode is None:
            mask = os.umask(0)
            os.umask(mask)
            mode = 0o666 & ~mask
        os.chmod(temporary, mode)
        os.replace(temporary, target)
        temporary = ""
    except OSError as error:
        raise WriteError(f"{path}: {error.strerror or error}; file not changed") from None
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                os.chmod(temporary, 0o600)  # Windows does not delete what is read-only
                os.unlink(temporary)


def _clear(folder: str, name: str) -> None:
    """Remove temporary files that killed runs have left next to the file `name`."""
    import contextlib
    import time

    prefix, oldest = _PREFIX.format(name), time.time() - _ABANDONED
    with contextlib.suppress(OSError):  # a folder that can be written but not listed
        for entry in os.scandir(folder):
            if entry.name.startswith(prefix) and entry.name.endswith(".tmp") and entry.is_file(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    if entry.stat(follow_symlinks=False).st_mtime < oldest:
                        os.unlink(entry.path)


def _below(target: str, named: Sequence[str]) -> bool:
    roots = [os.path.realpath(name) for name in named if name != "-"] or [os.path.realpath(".")]
    return any(target.startswith(os.path.join(root, "")) for root in roots if os.path.isdir(root))
