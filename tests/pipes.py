"""Named pipes for tests: what no command may open, because reading it waits for a writer."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest


def make_pipe(path: Path) -> None:
    """A named pipe at `path`; the test is skipped where the system has none."""
    if sys.platform == "win32":
        pytest.skip("no named pipes on Windows")
    if "mkfifo" not in vars(os):
        pytest.skip("named pipes are taken away")
    os.mkfifo(path)
