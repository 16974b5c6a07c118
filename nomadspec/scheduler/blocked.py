"""The evaluation that waits for room, with what would wake it: classes of nodes that are eligible, resources that are missing."""

from __future__ import annotations

from nomadspec.scheduler.outcome import CreatedEval, priority_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec._generated.job_model import Job
    from nomadspec.scheduler.placement import Stack


def blocked_eval(job: Job, stack: Stack, node: str = "") -> CreatedEval:
    """The blocked evaluation of `job`; `node` is the one that was full, for system jobs."""
    escaped, classes, missing = stack.eligibility()
    return CreatedEval(
        triggered_by="queued-allocs",
        status="blocked",
        description="created to place remaining allocations",
        type=job.type or "service",
        priority=priority_of(job),
        node=node,
        class_eligibility=dict(classes) if classes and not escaped else None,
        escaped=escaped,
        missing=tuple(missing),
    )
