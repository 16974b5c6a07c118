"""DryRun: what `nomad job plan` prints besides the diff, as values."""

from __future__ import annotations

from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class Preempted(Record):
    """An allocation that would be preempted, as printed."""

    alloc_id: str
    job_id: str
    namespace: str
    job_type: str
    group: str


class DryRun(Record, kw_only=True):
    """What the dry run found."""

    job_type: str
    failed: Mapping[str, Mapping[str, Any]]
    """Groups for which no node was found → the API's AllocMetric object."""
    preempted: tuple[Preempted, ...] = ()
    warnings: str = ""
    """The API's text."""
    next_launch: str | None = None
    """RFC 3339 in the job's zone; None for a job that is not launched periodically."""
    now: int = 0
    """Nanoseconds since 1970."""
    job_modify_index: int = 0
