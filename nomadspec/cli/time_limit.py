"""`--max-seconds`: a run ends when its time is up, wherever it is, and reports what it did not finish."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager

from nomadspec.cli.arguments import UsageError
from nomadspec.workspace.report import TimeIsUp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def limited(seconds: int) -> Iterator[None]:
    """Raise `TimeIsUp` in what is done here when it takes longer; once, so that what was found until then can be reported."""
    if seconds < 1:
        raise UsageError("--max-seconds takes a whole number of at least 1")
    if sys.platform == "win32" or not hasattr(signal, "setitimer"):
        raise UsageError("--max-seconds needs the timers of a POSIX system")

    def up(*_: object) -> None:
        raise TimeIsUp(seconds)

    before = signal.signal(signal.SIGALRM, up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
