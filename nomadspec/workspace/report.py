"""The results of linting one file (`FileReport`) and many files (`Report`), which may have run out of time (`TimeIsUp`)."""

from __future__ import annotations

from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from nomadspec.evaluation.functions.calling import ExternalRead
    from nomadspec.source import Diagnostic


class TimeIsUp(BaseException):
    """The time that the run was given (`--max-seconds`) is over, wherever it is. Not an `Exception`: nothing that copes with faults may take it for one."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"not finished within {seconds} {'second' if seconds == 1 else 'seconds'} (--max-seconds)")


class FileReport(Record):
    """What linting a file gave: its findings, its facts for the rules about the repository (one for each environment; none where it does not compile), and
    what its functions learned from outside (`evaluation/functions/calling.py`)."""

    path: str
    findings: list[Diagnostic]
    facts: list[dict[str, Any]]
    reads: Sequence[ExternalRead]


class Report(Record):
    """All findings of a run, the files that were looked at, and why some could not be read."""

    findings: list[Diagnostic]
    files: list[str]
    unreadable: list[str]
