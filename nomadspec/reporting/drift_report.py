"""Drift as a report: unchanged jobs in one line, changed ones with their diff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nomadspec.jobdiff import redact as without_secrets
from nomadspec.jobdiff.diff_text import job_lines
from nomadspec.reporting.sections import Section, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.simulation.job_drift import Drift, Entry

#: What each status means, in words.
WORDS: Final = {
    "same": "same as the file",
    "changed": "differs from the file",
    "missing": "does not run",
    "unmanaged": "not described by any file",
    "unknown": "cannot be compared",
}


def drift_sections(drift: Drift, *, redact: bool = False) -> Iterator[Section]:
    """A table of all jobs, then the differences, from the running job to the file."""
    counts = {status: sum(entry.status == status for entry in drift.entries) for status in WORDS}
    summary = ", ".join(f"{count} {status}" for status, count in counts.items() if count)
    yield Section("No drift" if drift.ok else "Drift", "good" if drift.ok else "error", [summary] if summary else ["no jobs"])
    rows = [(_name(entry), entry.status, entry.path or "-", _detail(entry)) for entry in drift.entries]
    if rows:
        yield Section(table=Table(("job", "status", "file", ""), rows))
    for entry in drift.entries:
        if entry.diff is not None:
            diff = without_secrets(entry.diff) if redact else entry.diff
            yield Section(f"{_name(entry)}: from the running job to {entry.path or 'the file'}", diff=job_lines(diff))


def _name(entry: Entry) -> str:
    return entry.job_id if entry.namespace in ("", "default") else f"{entry.namespace}/{entry.job_id}"


def _detail(entry: Entry) -> str:
    if entry.reason:
        return entry.reason
    return "is stopped" if entry.stopped else WORDS[entry.status]
