"""How many allocations a job may ask for, and of how many groups, tasks and services. Each allocation is looked at by an evaluation, which makes a name for it from
those of its job and group; each group, task and service is compared."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Final

    from nomadspec._generated.job_model import Job

#: Allocations of a job, twenty times what servers allow by default; and characters of their names.
MOST_ALLOCATIONS: Final = 1_000_000
MOST_IN_NAMES: Final = 100_000_000
#: Groups, tasks and services of a job that is planned.
MOST_PARTS: Final = 12_000


def too_many(job_id: str, groups: Iterable[tuple[str, int]]) -> str:
    """What is wrong with the names and counts of a job's groups; "" where nothing is."""
    total = characters = 0
    for name, count in groups:
        total += max(count, 0)
        characters += max(count, 0) * (len(job_id) + len(name))
    if total > MOST_ALLOCATIONS:
        return f"the job requests {total:,} allocations, but the limit is {MOST_ALLOCATIONS:,}"
    if characters > MOST_IN_NAMES:
        return f"the names of the job's {total:,} allocations are longer than {MOST_IN_NAMES:,} characters in total"
    return ""


def too_many_of(job: Job) -> str:
    """As `too_many`, of a job that is to be planned."""
    parts = sum(1 + len(owner.service or ()) for group in job.group or () for owner in (group, *(group.task or ())))
    if parts > MOST_PARTS:
        return f"the job has {parts:,} groups, tasks and services, but the limit is {MOST_PARTS:,}"
    return too_many(job.id or "", ((group.name or "", group.count or 0) for group in job.group or ()))
