"""The plan as Nomad's HTTP API answers it (`Plan.to_api()`).

Identifiers and times that a server would draw are made from the evaluation's id and the plan's clock, so that equal plans give equal responses.
"""

from __future__ import annotations

from nomadspec.notation.moment import rfc3339
from nomadspec.planner.identifiers import made_id

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from nomadspec._generated.job_model import Job
    from nomadspec.cluster.state import Allocation
    from nomadspec.scheduler.metric import AllocMetric
    from nomadspec.scheduler.outcome import CreatedEval, Outcome

_METRIC_NULLS: Final = {
    "ClassExhausted": None, "ClassFiltered": None, "ConstraintFiltered": None, "DimensionExhausted": None, "NodesAvailable": None,
    "QuotaExhausted": None, "ResourcesExhausted": None, "ScoreMetaData": None, "Scores": None,
}  # fmt: skip
_RESOURCES_ZERO: Final = {
    "CPU": 0, "Cores": 0, "Devices": None, "DiskMB": 0, "IOPS": 0, "MemoryMB": 0, "MemoryMaxMB": 0, "NUMA": None, "Networks": None, "SecretsMB": 0,
}  # fmt: skip
_TRANSITION: Final = ("ForceReschedule", "Migrate", "MigrateDisablePlacement", "NoShutdownDelay", "Reschedule")


def metric_response(metric: AllocMetric) -> dict[str, Any]:
    """An AllocMetric with all its members. The time that the search took is 0: it is no fact about the plan."""
    out: dict[str, Any] = {**_METRIC_NULLS, "AllocationTime": 0, **metric.to_dict()}
    if out["ResourcesExhausted"] is not None:
        out["ResourcesExhausted"] = {task: {**_RESOURCES_ZERO, **lacking} for task, lacking in out["ResourcesExhausted"].items()}
    return dict(sorted(out.items()))


def metric_document(metric: AllocMetric) -> dict[str, Any]:
    """An AllocMetric as the API has it, but for the members that are null and the time that the search took."""
    out = {name: value for name, value in metric_response(metric).items() if value is not None and name != "AllocationTime"}
    for task, lacking in (out.get("ResourcesExhausted") or {}).items():
        out["ResourcesExhausted"][task] = {name: value for name, value in lacking.items() if value is not None}
    return out


def outcome_response(outcome: Outcome, job: Job, *, eval_id: str, now: int) -> dict[str, Any]:
    """Annotations, created evaluations and failures."""
    failed = {name: metric_response(metric) for name, metric in sorted(outcome.failed.items())}
    return {
        "Annotations": {
            "DesiredTGUpdates": {name: counts.to_dict() for name, counts in sorted(outcome.counts.items())},
            "PreemptedAllocs": [preempted_response(alloc) for alloc in outcome.preempted] or None,
        },
        "CreatedEvals": [_eval(evaluation, i, job, failed, eval_id, now) for i, evaluation in enumerate(outcome.evals)] or None,
        "FailedTGAllocs": failed or None,
    }


def _eval(evaluation: CreatedEval, number: int, job: Job, failed: dict[str, Any], eval_id: str, now: int) -> dict[str, Any]:
    out: dict[str, Any] = {
        "CreateTime": now,
        "ID": made_id(f"{eval_id}/{number}"),
        "JobID": job.id,
        "ModifyTime": now,
        "Namespace": job.namespace or "default",
        "PreviousEval": eval_id,
        "Priority": evaluation.priority,
        "Status": evaluation.status,
        "StatusDescription": evaluation.description,
        "TriggeredBy": evaluation.triggered_by,
        "Type": evaluation.type,
    }
    if evaluation.status == "blocked":
        out["FailedTGAllocs"] = failed
        if evaluation.class_eligibility:
            out["ClassEligibility"] = evaluation.class_eligibility
        if evaluation.escaped:
            out["EscapedComputedClass"] = True
    if evaluation.wait_until:
        out["WaitUntil"] = rfc3339(evaluation.wait_until)
    return dict(sorted(out.items()))


def preempted_response(alloc: Allocation) -> dict[str, Any]:
    """An allocation that has to give way, as the API lists allocations."""
    raw, job = alloc.raw, alloc.job
    transition = raw.get("DesiredTransition") or {}
    status = raw.get("DeploymentStatus")
    return {
        "ClientDescription": raw.get("ClientDescription") or "",
        "ClientStatus": alloc.client_status,
        "CreateIndex": alloc.create_index,
        "CreateTime": raw.get("CreateTime") or 0,
        "DeploymentStatus": status,
        "DesiredDescription": raw.get("DesiredDescription") or "",
        "DesiredStatus": alloc.desired_status,
        "DesiredTransition": {name: transition.get(name) for name in _TRANSITION},
        "EvalID": raw.get("EvalID") or "",
        "FollowupEvalID": raw.get("FollowupEvalID") or "",
        "ID": alloc.id,
        "JobID": alloc.job_id,
        "JobType": (job.type if job is not None else None) or "service",
        "JobVersion": alloc.job_version,
        "ModifyIndex": raw.get("ModifyIndex") or 0,
        "ModifyTime": raw.get("ModifyTime") or 0,
        "Name": alloc.name,
        "Namespace": alloc.namespace,
        "NextAllocation": raw.get("NextAllocation") or "",
        "NodeID": alloc.node_id,
        "NodeName": raw.get("NodeName") or "",
        "PreemptedAllocations": raw.get("PreemptedAllocations"),
        "PreemptedByAllocation": raw.get("PreemptedByAllocation") or "",
        "RescheduleTracker": raw.get("RescheduleTracker"),
        "TaskGroup": alloc.group,
        "TaskStates": raw.get("TaskStates"),
    }
