"""Nomad's checks of a compiled job: a table per block type, with Nomad's texts, order and verdict.

Tables about what most jobs do not have are loaded when they are first read, as in `checks.task_files.TEMPLATE`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.checks import connect as connect
    from nomadspec.checks import connect_walk as connect_walk
    from nomadspec.checks import task_files as task_files
else:

    def __getattr__(name):
        if name in ("connect", "connect_walk", "task_files"):
            return __import__(f"{__name__}.{name}", fromlist=[name])
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
