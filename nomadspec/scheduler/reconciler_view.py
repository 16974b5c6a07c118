"""A cluster's allocations and deployments as a reconciliation sees them."""

from __future__ import annotations

from nomadspec._generated.job_model import Job
from nomadspec.notation.moment import nanoseconds
from nomadspec.scheduler.reconciler_model import (
    DISCONNECTED,
    DOWN,
    DRAINING,
    FINE,
    MISSING,
    Deployment,
    DeploymentState,
    Existing,
    RescheduleEvent,
    TaskRun,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from nomadspec.cluster import objects, state


def node_state(node: objects.Node | None) -> str:
    """What the state of its node means for an allocation."""
    if node is None:
        return MISSING
    if node.status in (DOWN, DISCONNECTED):
        return node.status
    return DRAINING if node.draining else FINE


def existing(alloc: state.Allocation, node: objects.Node | None) -> Existing:
    """An allocation of the state, with its node. Worked out once for both: a simulation evaluates the same allocations again and again."""
    known: tuple[objects.Node | None, Existing] | None = alloc.derived
    if known is None or known[0] is not node:
        known = alloc.derived = (node, _existing(alloc, node))
    return known[1]


def _existing(alloc: state.Allocation, node: objects.Node | None) -> Existing:
    raw: Mapping[str, Any] = alloc.raw
    transition = raw.get("DesiredTransition") or {}
    deployment = raw.get("DeploymentStatus") or {}
    tracker = raw.get("RescheduleTracker")
    events = (tracker or {}).get("Events")
    metrics = raw.get("Metrics") or {}
    scores = [meta.get("NormScore") or 0.0 for meta in metrics.get("ScoreMetaData") or () if meta]
    return Existing(
        id=alloc.id,
        name=alloc.name,
        group=alloc.group,
        node_id=alloc.node_id,
        node_name=node.name if node is not None else "",
        job=alloc.job or Job(id=alloc.job_id, namespace=alloc.namespace, version=alloc.job_version),
        desired=alloc.desired_status,
        client=alloc.client_status,
        node_state=node_state(node),
        create_index=alloc.create_index,
        modify_time=nanoseconds(raw.get("ModifyTime")),
        deployment_id=raw.get("DeploymentID") or "",
        canary=bool(deployment.get("Canary")),
        healthy=deployment.get("Healthy"),
        migrate=bool(transition.get("Migrate")),
        reschedule=bool(transition.get("Reschedule")),
        force_reschedule=bool(transition.get("ForceReschedule")),
        migrate_disable_placement=bool(transition.get("MigrateDisablePlacement")),
        previous_id=raw.get("PreviousAllocation") or "",
        next_id=raw.get("NextAllocation") or "",
        followup_eval_id=raw.get("FollowupEvalID") or "",
        last_reschedule=(tracker or {}).get("LastReschedule") or "",
        tracked=tracker is not None,
        events=tuple(_event(event) for event in events if event) if events is not None else None,
        states=tuple(
            (entry.get("Field") or 0, entry.get("Value") or "", nanoseconds(entry.get("Time"))) for entry in raw.get("AllocStates") or () if entry is not None
        ),
        tasks=tuple((name, _run(task)) for name, task in (raw.get("TaskStates") or {}).items() if task is not None),
        best_score=max(scores, default=None),
    )


def _event(raw: Mapping[str, Any]) -> RescheduleEvent:
    return RescheduleEvent(
        time=nanoseconds(raw.get("RescheduleTime")),
        previous_id=raw.get("PrevAllocID") or "",
        previous_node=raw.get("PrevNodeID") or "",
        delay=raw.get("Delay") or 0,
    )


def _run(raw: Mapping[str, Any]) -> TaskRun:
    return TaskRun(
        state=raw.get("State") or "",
        failed=bool(raw.get("Failed")),
        started=nanoseconds(raw.get("StartedAt")),
        finished=nanoseconds(raw.get("FinishedAt")),
        last_restart=nanoseconds(raw.get("LastRestart")),
        restarts=raw.get("Restarts") or 0,
    )


def stored_deployment(deployment: objects.Deployment) -> Deployment:
    """A deployment of the state; what a reconciliation changes in it stays with the copy."""
    raw = deployment.raw
    return Deployment(
        id=deployment.id,
        status=deployment.status,
        description=raw.get("StatusDescription") or "",
        job_version=deployment.job_version,
        job_create_index=raw.get("JobCreateIndex") or 0,
        create_index=deployment.create_index,
        groups={
            name: DeploymentState(
                auto_revert=bool(state.get("AutoRevert")),
                auto_promote=bool(state.get("AutoPromote")),
                progress_deadline=state.get("ProgressDeadline") or 0,
                promoted=bool(state.get("Promoted")),
                desired_canaries=state.get("DesiredCanaries") or 0,
                desired_total=state.get("DesiredTotal") or 0,
                placed_canaries=tuple(state.get("PlacedCanaries") or ()),
                healthy=state.get("HealthyAllocs") or 0,
            )
            for name, state in deployment.groups.items()
        },
    )
