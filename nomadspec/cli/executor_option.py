"""`--executor` and `--jobs`: where to run scenarios."""

from __future__ import annotations

import os
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from nomadspec.cli.arguments import UnusableInput, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

    from nomadspec.cli.arguments import Arguments


@contextmanager
def executor(arguments: Arguments) -> Iterator[Executor | None]:
    """The executor to use; None runs the scenarios here, one after another."""
    where = arguments.text("executor")
    if where is not None:
        yield from _dask(where)
        return
    count = arguments.number("jobs", 1) or os.cpu_count() or 1
    if count <= 1:
        yield None
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(min(count, 64), mp_context=get_context("spawn")) as pool:
        yield pool


def _dask(where: str) -> Iterator[Executor]:
    """The workers of a Dask scheduler. It must be trusted like this process, because workers run the code they are sent."""
    scheme, marks, address = where.partition("://")
    if scheme != "dask" or not marks or not address:
        raise UsageError(f"--executor takes dask://HOST:PORT, not {where!r}")
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise UnusableInput("--executor needs Dask: install nomadspec[dask]") from None
    try:
        client = distributed.Client(f"tcp://{address}", timeout=10)
    except OSError as error:
        raise UnusableInput(f"--executor {where}: {error}") from None
    with client:
        pool: Executor = client.get_executor()
        yield pool
