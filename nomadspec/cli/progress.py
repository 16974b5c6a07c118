"""A bar on a terminal for runs over many files."""

from __future__ import annotations

import sys


def show(done: int, total: int) -> None:
    """Draw the bar for this many files of all; after the last one it goes."""
    if done == total:
        sys.stderr.write("\r\x1b[K")
    elif done % 20 == 0:
        filled = 30 * done // total
        sys.stderr.write(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done}/{total}")
    sys.stderr.flush()
