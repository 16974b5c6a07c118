"""The plan document: `Plan.to_dict()` and `plan -o json`. Keys and shapes are public (part 4 of the contract)."""

from __future__ import annotations

from nomadspec.notation.moment import rfc3339
from nomadspec.planner.allocated_resources import resources_document
from nomadspec.scheduler.reconciler_model import SECOND

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.cluster.state import Allocation, ClusterState
    from nomadspec.scheduler.outcome import CreatedEval, Outcome, Placement
    from nomadspec.scheduler.reconciler_model import DeploymentUpdate, Existing, RescheduleEvent, Stop, Update

#: Stands for the identifier of what the plan itself makes.
NEW = "(new)"


def outcome_document(outcome: Outcome, state: ClusterState, *, drawn: bool = False) -> dict[str, Any]:
    """What the scheduler decided, without the diff. `drawn`: the evaluation's id is no server's, so each placement tells whether it hangs on it."""
    newly_unknown = {update.alloc.id for update in outcome.updates if update.kind == "disconnect"}
    out: dict[str, Any] = {
        "desired_tg_updates": {name: counts.to_dict() for name, counts in sorted(outcome.counts.items())},
        "placements": [
            _placement(placement, drawn)
            for placement in sorted(outcome.placements, key=lambda p: (p.group, p.name, p.node.name or p.node.id, p.job.version or 0))
        ],
        "updates": [_update(update, newly_unknown, outcome, state) for update in sorted(outcome.updates, key=lambda update: update.alloc.id)],
        "stops": [_stop(stop) for stop in sorted(outcome.stops, key=lambda stop: stop.alloc.id)],
        "preempted_allocs": [preempted_document(alloc) for alloc in sorted(outcome.preempted, key=lambda alloc: alloc.id)],
        "failed_tg_allocs": {name: metric.to_dict() for name, metric in sorted(outcome.failed.items())},
        "created_evals": [_eval(evaluation) for evaluation in outcome.evals],
        "queued_allocations": dict(sorted(outcome.queued.items())),
    }
    if outcome.deployment is not None:
        deployment = outcome.deployment
        out["deployment"] = {
            "Status": deployment.status,
            "StatusDescription": deployment.description,
            "TaskGroups": {name: state_.to_dict() if state_ is not None else None for name, state_ in sorted(deployment.groups.items())},
            "new": deployment.new,
        }
    if outcome.deployment_updates:
        out["deployment_updates"] = [_deployment_update(update) for update in outcome.deployment_updates]
    return out


def _placement(placement: Placement, drawn: bool) -> dict[str, Any]:
    out: dict[str, Any] = {
        "group": placement.group,
        "name": placement.name,
        "node": placement.node.name or placement.node.id,
        "job_version": placement.job.version or 0,
        "metrics": placement.metric.to_dict(),
        "resources": resources_document(placement.resources, placement.node),
    }
    if placement.canary:
        out["canary"] = True
    if placement.previous is not None:
        out["previous_allocation"] = placement.previous.id
    if placement.preempted:
        out["preempted"] = sorted(alloc.id for alloc in placement.preempted)
    if drawn:
        out["certain"] = placement.certain
    if placement.events:
        out["reschedule_events"] = [_event(event) for event in placement.events]
    return out


def _event(event: RescheduleEvent) -> dict[str, Any]:
    seconds, rest = divmod(event.delay, SECOND)
    return {"delay_s": event.delay / SECOND if rest else seconds, "prev_alloc": event.previous_id, "prev_node": event.previous_node}


def _node_name(alloc: Existing) -> str:
    return alloc.node_name or alloc.node_id


def _update(update: Update, newly_unknown: set[str], outcome: Outcome, state: ClusterState) -> dict[str, Any]:
    alloc = update.alloc
    # An allocation that has just been marked unknown is a disconnected one, whatever else happens to it.
    disconnected = alloc.id in newly_unknown
    client = "unknown" if disconnected else update.client
    kind = "disconnect" if disconnected else update.kind
    out: dict[str, Any] = {
        "id": alloc.id,
        "name": alloc.name,
        "node": _node_name(alloc),
        "kind": kind,
        "client_status": client,
        "desired_status": alloc.desired,
        "has_followup_eval": update.has_followup,
    }
    if kind == "inplace" and alloc.id in outcome.resources:
        out["resources"] = resources_document(outcome.resources[alloc.id], state.node(alloc.node_id))
    return out


def _stop(stop: Stop) -> dict[str, Any]:
    out: dict[str, Any] = {
        "id": stop.alloc.id,
        "name": stop.alloc.name,
        "node": _node_name(stop.alloc),
        "description": stop.description,
        "desired_status": stop.desired,
        "has_followup_eval": stop.has_followup,
    }
    if stop.client and stop.client != stop.alloc.client:
        out["client_status"] = stop.client
    return out


def preempted_document(alloc: Allocation) -> dict[str, Any]:
    """An allocation that is preempted."""
    job = alloc.job
    return {
        "ID": alloc.id,
        "JobID": alloc.job_id,
        "JobType": (job.type if job is not None else None) or "service",
        "Name": alloc.name,
        "Namespace": alloc.namespace,
        "NodeID": alloc.node_id,
        "TaskGroup": alloc.group,
    }


def _eval(evaluation: CreatedEval) -> dict[str, Any]:
    out: dict[str, Any] = {
        "triggered_by": evaluation.triggered_by,
        "status": evaluation.status,
        "status_description": evaluation.description,
        "type": evaluation.type,
        "priority": evaluation.priority,
        "escaped_computed_class": evaluation.escaped,
    }
    if evaluation.wait_until:
        out["wait_until"] = rfc3339(evaluation.wait_until)
    if evaluation.node:
        out["node"] = evaluation.node
    if evaluation.class_eligibility:
        out["class_eligibility"] = dict(sorted(evaluation.class_eligibility.items()))
    if evaluation.missing:
        out["missing_non_node_resources"] = list(evaluation.missing)
    return out


def _deployment_update(update: DeploymentUpdate) -> dict[str, Any]:
    return {"id": update.id or NEW, "status": update.status, "description": update.description}
