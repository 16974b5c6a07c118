"""Distributes work to forked processes, which are cheap to start, quick to stop, and leave nothing behind.

    in_processes(work, chunks, 4)        yields work(chunk) for each chunk, in order

A child inherits `work` and all that it needs, takes every n-th chunk, and writes each result as JSON into its own pipe. Whatever way the parent
ends, even killed, the next write of a child fails, and the child ends too. A child that fails costs nothing but time: its chunks are done here.
(`multiprocessing.Pool` is larger, slower to import, and leaves workers waiting for ever when it is interrupted while it starts.)
Windows has no fork: `workspace/repository.py` looks for it, and lints one file after another without.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any, BinaryIO

    Work = Callable[[Any], Any]


def in_processes(work: Work, chunks: Sequence[Any], processes: int) -> Iterator[Any]:
    """The results of all chunks, in order. Results are what JSON can say; a tuple comes back as a list."""
    if sys.platform == "win32":
        raise NotImplementedError
    import signal

    count = max(1, min(processes, len(chunks)))
    children: list[int] = []
    pipes: list[BinaryIO] = []
    try:
        for number in range(count):
            # An interrupt between the fork and the first line of the child would run the parent's own code there.
            before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                _start(work, chunks[number::count], children, pipes)
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
        for number, chunk in enumerate(chunks):
            result = _receive(pipes[number % count])
            yield work(chunk) if result is None else result[0]
    finally:
        for pipe in pipes:
            pipe.close()
        for child in children:
            _end(child)


def _start(work: Work, chunks: Sequence[Any], children: list[int], pipes: list[BinaryIO]) -> None:
    """Fork a child for these chunks; its id and the end of its pipe are added to the lists."""
    if sys.platform == "win32":
        raise NotImplementedError
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        children.append(child)
        os.close(writing)
        pipes.append(open(reading, "rb"))  # noqa: SIM115 - closed by whoever has the list
        return
    status = 1
    try:
        import signal

        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        os.close(reading)
        for pipe in pipes:  # held open here, they would keep a sibling from noticing that the parent is gone
            os.close(pipe.fileno())
        _send(work, chunks, writing)
        status = 0
    finally:
        os._exit(status)


def _send(work: Work, chunks: Sequence[Any], writing: int) -> None:
    import json

    with open(writing, "wb") as pipe:
        for chunk in chunks:
            data = json.dumps([work(chunk)], separators=(",", ":")).encode()
            pipe.write(len(data).to_bytes(8) + data)
            pipe.flush()


def _receive(pipe: BinaryIO) -> list[Any] | None:
    """The next result of a child, in a list; None when the child has failed."""
    import json

    head = pipe.read(8)
    data = pipe.read(int.from_bytes(head)) if len(head) == 8 else b""
    if not data or len(data) < int.from_bytes(head):
        return None
    result: list[Any] = json.loads(data)
    return result


def _end(child: int) -> None:
    """Stop a child, if it still runs, and collect it."""
    if sys.platform == "win32":
        raise NotImplementedError
    import signal

    try:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    except OSError:
        pass
