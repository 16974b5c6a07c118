"""`file:PATH`: a state document, as `nomadspec state capture` writes it; compressed with gzip when its name ends so."""

from __future__ import annotations

import os
import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.backends.opening import OpenOptions
    from nomadspec.cluster.state import ClusterState


#: Bytes that a packed state may have unpacked: so many whatever its size, or so many times its size. States of real clusters have twenty to thirty times.
UNPACKED, TIMES = 40 * 1024 * 1024, 40


def _plain(packed: bytes) -> bytes:
    """What a gzip file holds."""
    import gzip
    import io

    from nomadspec.source.json_reader import JsonError

    most = max(UNPACKED, TIMES * len(packed))
    with gzip.GzipFile(fileobj=io.BytesIO(packed)) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise JsonError(f"unpacked it has more than {most:,} bytes, {TIMES} times its size; unpack it with gunzip if that is meant")
    return data


def open_state(rest: str, options: OpenOptions) -> ClusterState:
    """The state in the file. Raises `BackendError` for a file that cannot be read or is not JSON, `StateError` for a document with faults."""
    from nomadspec.backends.opening import BackendError
    from nomadspec.cluster.state import ClusterState
    from nomadspec.source.json_reader import MAX_BYTES, JsonError, read_json
    from nomadspec.source.regular_file import read_regular

    path = rest.removeprefix("//") if rest.startswith("///") else rest
    if os.path.splitdrive(path[1:])[0]:  # file:///C:/… on Windows
        path = path[1:]
    try:
        data = read_regular(path, MAX_BYTES)
        document = read_json(_plain(data) if path.endswith(".gz") else data)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        if isinstance(error, JsonError):
            place = f":{error.line}:{error.column}" if error.line else ""
            raise BackendError(f"{path}{place}: not a state document: {error.message}") from None
        raise BackendError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    if not isinstance(document, dict) or "format" not in document:
        raise BackendError(f'{path}: not a state document: it has no "format"')
    return ClusterState.from_dict(document)
