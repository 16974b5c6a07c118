"""Short ways to write down jobs, allocations and deployments for the reconciler's tests."""

from __future__ import annotations

from typing import Any

from nomadspec._generated.job_model import Job, ReschedulePolicy, Task, TaskGroup, UpdateStrategy
from nomadspec.scheduler.reconciler import reconcile
from nomadspec.scheduler.reconciler_model import SECOND, Deployment, DeploymentState, Existing, Reconciliation, TaskRun

NOW = 1_700_000_000 * SECOND

EXPONENTIAL = ReschedulePolicy(attempts=0, interval=0, delay=30 * SECOND, delay_function="exponential", max_delay=3600 * SECOND, unlimited=True)


def job(version: int = 0, *, count: int = 3, type: str = "service", stop: bool = False, groups: list[TaskGroup] | None = None, **group: Any) -> Job:
    """`web` with one group `api`; its specification changes with its version."""
    group.setdefault("update", UpdateStrategy(max_parallel=1, canary=0, progress_deadline=600 * SECOND) if type == "service" else None)
    group.setdefault("reschedule", EXPONENTIAL)
    own = TaskGroup(name="api", count=count, task=[Task(name="server", driver="docker")], **group)
    return Job(
        id="web",
        name="web",
        type=type,
        stop=stop,
        group=groups if groups is not None else [own],
        version=version,
        create_index=10,
        job_modify_index=10 + version,
    )


def alloc(index: int, of: Job, **members: Any) -> Existing:
    """The allocation `web.api[index]`, running on a fine node."""
    members.setdefault("id", f"a{index}")
    return Existing(name=f"web.api[{index}]", group="api", node_id=members.pop("node_id", f"n{index}"), job=of, create_index=index, **members)


def failed(seconds_ago: int) -> dict[str, Any]:
    """Members of an allocation whose task failed."""
    return {"client": "failed", "tasks": (("server", TaskRun(state="dead", failed=True, finished=NOW - seconds_ago * SECOND)),)}


def unknown(seconds_ago: int) -> dict[str, Any]:
    """Members of an allocation whose client went away."""
    return {"client": "unknown", "states": ((0, "unknown", NOW - seconds_ago * SECOND),)}


def deployment(of: Job, status: str = "running", **state: Any) -> Deployment:
    """The deployment `d` of the group `api`."""
    return Deployment(
        id="d",
        status=status,
        description="",
        job_version=of.version or 0,
        job_create_index=of.create_index or 0,
        create_index=20,
        groups={"api": DeploymentState(desired_total=3, **state)},
    )


def run(new: Job, allocs: list[Existing], deployments: list[Deployment] | None = None, *, kind: str = "destructive", eval_id: str = "e") -> Reconciliation:
    """Reconciles; what belongs to another version of the specification is of the given kind of update."""

    def update_kind(existing: Existing, group: TaskGroup) -> str:
        return "ignore" if existing.job.job_modify_index == new.job_modify_index else kind

    return reconcile(new, allocs, deployments or [], now=NOW, eval_id=eval_id, update_kind=update_kind)[0]


def summary(result: Reconciliation, group: str = "api") -> dict[str, int]:
    """The counters that are not zero."""
    return {name: value for name, value in result.counts[group].to_dict().items() if value}
