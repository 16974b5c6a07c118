"""`file:PATH`: a state document, as `nomadspec state capture` writes it; compressed with gzip when its name ends so."""

from __future__ import annotations

import os
import stat
import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

    from nomadspec.backends.opening import OpenOptions
    from nomadspec.cluster.state import ClusterState


def _plain(file: BinaryIO) -> bytes:
    """What a gzip file holds, as far as a state may be long: a byte more than that is refused by the reader."""
    import gzip

    from nomadspec.source.json_reader import MAX_BYTES

    with gzip.GzipFile(fileobj=file) as packed:
        return packed.read(MAX_BYTES + 1)


def open_state(rest: str, options: OpenOptions) -> ClusterState:
    """The state in the file. Raises `BackendError` for a file that cannot be read or is not JSON, `StateError` for a document with faults."""
    from nomadspec.backends.opening import BackendError
    from nomadspec.cluster.state import ClusterState
    from nomadspec.source.json_reader import MAX_BYTES, JsonError, read_json

    path = rest.removeprefix("//") if rest.startswith("///") else rest
    try:
        with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise BackendError(f"{path}: not a regular file")
            if status.st_size > MAX_BYTES:
                raise BackendError(f"{path}: longer than {MAX_BYTES:,} bytes")
            document = read_json(_plain(file) if path.endswith(".gz") else file.read(MAX_BYTES + 1))
    except (OSError, EOFError, ValueError, zlib.error) as error:
        if isinstance(error, JsonError):
            place = f":{error.line}:{error.column}" if error.line else ""
            raise BackendError(f"{path}{place}: not a state document: {error.message}") from None
        raise BackendError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    if not isinstance(document, dict) or "format" not in document:
        raise BackendError(f'{path}: not a state document: it has no "format"')
    return ClusterState.from_dict(document)
