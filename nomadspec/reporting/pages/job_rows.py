"""Jobs for a page: status, groups with their tasks, stored versions with what each changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from nomadspec.jobdiff import diff, redact
from nomadspec.jobdiff.diff_text import job_lines
from nomadspec.source.styled_text import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nomadspec.cluster.state import ClusterState
    from nomadspec.reporting.pages.interning import Texts

#: Differences between stored versions: of one job, and of all together.
MOST_OF_JOB: Final = 3
MOST: Final = 300


def job_rows(keys: Sequence[tuple[str, str]], before: ClusterState, after: ClusterState, texts: Texts) -> list[dict[str, Any]]:
    """A row for each job, in the order of `keys`: as it is after changes, or as it was where it is gone."""
    rows = []
    left = MOST
    for namespace, job_id in keys:
        state = after if after.raw_job(namespace, job_id) is not None else before
        versions = state.raw_versions(namespace, job_id)
        shown = min(left, MOST_OF_JOB, max(0, len(versions) - 1))
        left -= shown
        job = versions[0]
        rows.append(
            {
                "namespace": texts.number(namespace),
                "id": texts.number(job_id),
                "type": texts.number(job.get("Type") or "service"),
                "priority": job.get("Priority") or 50,
                "status": texts.number("stopped" if job.get("Stop") else job.get("Status") or ""),
                "version": job.get("Version") or 0,
                "groups": [_group(group, texts) for group in job.get("TaskGroups") or ()],
                "versions": [_version(job, versions[number + 1] if number < shown else None, texts) for number, job in enumerate(versions)],
            }
        )
    return rows


def _group(group: Mapping[str, Any], texts: Texts) -> list[Any]:
    """Name, count, and for each task its name, driver, MHz and MB."""
    count = group.get("Count")
    return [texts.number(group.get("Name") or ""), 1 if count is None else count, [_task(task, texts) for task in group.get("Tasks") or ()]]


def _task(task: Mapping[str, Any], texts: Texts) -> list[Any]:
    resources = task.get("Resources") or {}
    return [texts.number(task.get("Name") or ""), texts.number(task.get("Driver") or ""), resources.get("CPU") or 0, resources.get("MemoryMB") or 0]


def _version(job: Mapping[str, Any], older: Mapping[str, Any] | None, texts: Texts) -> list[Any]:
    """Number, whether it is stable, and the lines of what it changed; no lines where that is not shown."""
    lines = plain(job_lines(redact(diff(older, job)))).split("\n") if older is not None else []
    return [job.get("Version") or 0, int(bool(job.get("Stable"))), [texts.number(text) for text in lines]]
