"""A bar on a terminal for long runs: over many files, scenarios, tests."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from nomadspec.cli.arguments import Arguments


def reading(arguments: Arguments) -> Callable[[int, int], None] | None:
    """Progress on a terminal while a state is read."""
    if arguments.flag("quiet") or not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        if done == total and total:
            sys.stderr.write("\r\x1b[K")
        elif not total:
            sys.stderr.write("\rreading the state of the cluster…")
        elif done % 10 == 0:
            sys.stderr.write(f"\r\x1b[Kreading the state of the cluster: {done}/{total} objects")
        sys.stderr.flush()

    return show


def progress(arguments: Arguments, total: int, *, least: int = 200) -> Callable[[int, int], None] | None:
    """A progress bar on a terminal, when there is enough to do; about twenty steps of it when there is little."""
    return growing(arguments, least=least) if total >= least else None


def growing(arguments: Arguments, *, least: int = 200) -> Callable[[int, int], None] | None:
    """The same where it turns out only on the way how much there is to do."""
    if arguments.flag("quiet") or not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        if total < least:
            return
        if done == total:
            sys.stderr.write("\r\x1b[K")
        elif done % min(20, max(1, total // 20)) == 0:
            filled = 30 * done // total
            sys.stderr.write(f"\r\x1b[K[{'#' * filled}{'.' * (30 - filled)}] {done}/{total}")
        sys.stderr.flush()

    return show
