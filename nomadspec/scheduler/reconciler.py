"""The reconciliation of a service or batch job: what is to be stopped, updated, placed and evaluated later.

    reconcile(job, allocations, deployments, now=…, eval_id=…, update_kind=…) -> Reconciliation

A function of its arguments. `update_kind` is the one question that needs the cluster: whether an allocation left running fits the new version
where it is. Groups are independent of each other but for the deployment they share. Allocations are taken in the order of index, creation and
identifier wherever Nomad takes them in any order.
"""

from __future__ import annotations

from nomadspec.jobspec.groups import group_named
from nomadspec.scheduler.reconciler_group import GroupOutcome, GroupReconciler, Situation, droppable, stop_all
from nomadspec.scheduler.reconciler_model import (
    DOWN,
    LOST_TEXT,
    MISSING,
    Deployment,
    DeploymentUpdate,
    Reconciliation,
    Stop,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nomadspec._generated.job_model import Job
    from nomadspec.scheduler.reconciler_model import Existing, UpdateKind
    from nomadspec.scheduler.reconciler_names import NameIndex


def reconcile(
    job: Job,
    allocations: Iterable[Existing],
    deployments: Sequence[Deployment] = (),
    *,
    now: int,
    eval_id: str = "",
    update_kind: UpdateKind,
) -> tuple[Reconciliation, dict[str, NameIndex]]:
    """What the job needs, and the name index of each group that has one (new allocations are named through it)."""
    batch = job.type == "batch"
    result = Reconciliation()
    allocs = sorted(allocations, key=lambda alloc: (alloc.index, alloc.create_index, alloc.id))
    result.stops += already_stopping_on_lost_nodes(allocs)
    latest = max(deployments, key=lambda deployment: deployment.create_index, default=None) if not batch else None
    old, current = _choose(job, latest, result)
    result.current = current
    by_group: dict[str, list[Existing]] = {group.name or "": [] for group in job.group or []}
    for alloc in allocs:
        by_group.setdefault(alloc.group, []).append(alloc)
    situation = Situation(job=job, now=now, eval_id=eval_id, batch=batch, old=old, current=current, update_kind=update_kind)
    outcomes = {name: _group(situation, name, members) for name, members in by_group.items()}
    names: dict[str, NameIndex] = {}
    for name, outcome in outcomes.items():
        result.stops += outcome.stops
        result.updates += outcome.updates
        result.destructive += outcome.destructive
        result.place += outcome.place
        result.followups += outcome.followups
        result.counts[name] = outcome.counts
        if outcome.names is not None:
            names[name] = outcome.names
    if not job.stop:
        _deploy(job, outcomes, current, result)
    return result, names


def _group(situation: Situation, name: str, members: list[Existing]) -> GroupOutcome:
    job = situation.job
    if job.stop:
        return stop_all([alloc for alloc in members if not alloc.terminal], situation.now)
    group = group_named(job, name)
    if group is None or not group.count:
        return stop_all([alloc for alloc in members if not droppable(alloc)], situation.now)
    return GroupReconciler(situation, group, members).run()


def already_stopping_on_lost_nodes(allocs: Iterable[Existing]) -> list[Stop]:
    """Allocations that a server has stopped already, whose client can no longer say so. They are in no counter."""
    return [
        Stop(alloc, LOST_TEXT, client="lost", desired="stop")
        for alloc in allocs
        if alloc.server_terminal and alloc.node_state in (DOWN, MISSING) and alloc.client in ("running", "pending")
    ]


# --- deployments -----------------------------------------------------------------------------------------------------------------


def _choose(job: Job, latest: Deployment | None, result: Reconciliation) -> tuple[Deployment | None, Deployment | None]:
    """The latest deployment as the old or the current one; cancels it when it is over."""
    if latest is None:
        return None, None
    reason = ""
    if job.stop:
        reason = "Cancelled because job is stopped"
    elif latest.job_version != (job.version or 0) or latest.job_create_index != (job.create_index or 0):
        reason = "Cancelled due to newer version of job"
    if reason:
        if latest.active:
            result.deployment_updates.append(DeploymentUpdate(latest.id, "cancelled", reason))
        return (None if job.stop else latest), None
    return (latest, None) if latest.status == "successful" else (None, latest)


def _deploy(job: Job, outcomes: dict[str, GroupOutcome], current: Deployment | None, result: Reconciliation) -> None:
    """A new deployment for the groups that want one, or what becomes of the current one."""
    if current is None:
        states = {name: outcome.state for name, outcome in outcomes.items() if outcome.wants_deployment}
        if not states:
            return
        canaries = [state for state in states.values() if state is not None and state.desired_canaries > 0]
        description = running_description([state.auto_promote for state in canaries])
        result.deployment = result.current = Deployment(
            id="",
            status="running",
            description=description,
            job_version=job.version or 0,
            job_create_index=job.create_index or 0,
            create_index=0,
            groups=dict(states),
            new=True,
        )
        return
    for name, outcome in outcomes.items():
        if outcome.wants_deployment:
            current.groups[name] = outcome.state
    if all(outcome.complete for outcome in outcomes.values()):
        result.deployment_updates.append(DeploymentUpdate(current.id, "successful", "Deployment completed successfully"))
    if current.status == "initializing":
        result.deployment_updates.append(DeploymentUpdate(current.id, "pending", "Deployment is pending, waiting for peer region"))
        result.deployment = current


def running_description(auto_promotes: list[bool]) -> str:
    """What a running deployment says of itself; one entry for each group with canaries that are not promoted."""
    if not auto_promotes:
        return "Deployment is running"
    return "Deployment is running pending automatic promotion" if all(auto_promotes) else "Deployment is running but requires manual promotion"
