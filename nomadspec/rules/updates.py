"""The `update` settings that count for a group: its own block over the job's, field by field, as Nomad lays them over each other."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec._generated.job_model import Job, TaskGroup
    from nomadspec.jobspec.path import ModelPath
    from nomadspec.rules.rule import Visit


def setting(job: Job, group: TaskGroup, field: str) -> Any:
    """The value of the field; None where neither block gives one."""
    for block in (group.update, job.update):
        if block is not None and (value := getattr(block, field)) is not None:
            return value
    return None


def place(visit: Visit, field: str) -> ModelPath:
    """Where the group that is visited has the field from."""
    group = visit.block
    own = group.update is not None and getattr(group.update, field) is not None
    above = visit.parent
    return ((visit if own or above is None else above).path / "update") / field


def counts(visit: Visit, field: str) -> bool:
    """Whether what the visited `update` block says of the field, be it nothing, counts for a group: one's own block comes before the job's."""
    if visit.parent is None or visit.parent.block is not visit.job:
        return True
    groups = visit.job.group or ()
    return not groups or any(group.update is None or getattr(group.update, field) is None for group in groups)
