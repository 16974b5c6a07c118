"""A bar on a terminal for runs over many files."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from nomadspec.cli.arguments import Arguments


def progress(arguments: Arguments, total: int) -> Callable[[int, int], None] | None:
    """A progress bar on a terminal, when there is enough to do."""
    if total < 200 or arguments.flag("quiet") or not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        if done == total:
            sys.stderr.write("\r\x1b[K")
        elif done % 20 == 0:
            filled = 30 * done // total
            sys.stderr.write(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done}/{total}")
        sys.stderr.flush()

    return show
