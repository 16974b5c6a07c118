"""A simulation as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nomadspec.planner.response import metric_document
from nomadspec.simulation.applying import job_name
from nomadspec.simulation.history import JobChanges, why
from nomadspec.simulation.plain_changes import plain

if TYPE_CHECKING:
    from nomadspec.cluster.state import Allocation
    from nomadspec.simulation.history import History


def simulation_document(simulation: History, *, ok: bool) -> dict[str, Any]:
    """All members; lists are in the order of name and node, evaluations as they ran."""
    after = simulation.after
    return {
        "ok": ok,
        "jobs": _jobs(simulation),
        "final": simulation.final,
        "evaluations": [evaluation.to_dict() for evaluation in simulation.evaluations],
        "blocked_after": sorted(simulation.blocked_after),
        "nodes_not_ready": {
            node.name or node.id: {"status": node.status, "eligibility": "eligible" if node.eligible else "ineligible"}
            for node in sorted(after.nodes.values(), key=lambda node: (node.name, node.id))
            if node.status != "ready" or not node.eligible
        },
        "deployments": _deployments(simulation),
        "moves": [{"job": m.job, "name": m.name, "from": m.from_, "to": m.to, "why": m.why} for m in simulation.moves],
        "refused": [{"change": plain(change), "why": reason} for change, reason in simulation.refused],
        "certain": simulation.certain,
    }


def _jobs(simulation: History) -> dict[str, Any]:
    delayed: dict[str, list[dict[str, Any]]] = {}
    for evaluation in simulation.evaluations:
        for one in evaluation.delayed:
            entry = {"trigger": one.trigger, "wait_seconds": one.wait_seconds}
            delayed.setdefault(job_name(evaluation.namespace, evaluation.job_id), []).append(entry)
    failures = simulation.failures
    out: dict[str, Any] = {}
    for name in sorted({*simulation.jobs, *delayed, *failures}):
        changes = simulation.jobs.get(name) or JobChanges()
        parts: dict[str, Any] = {
            "stopped": [{**_where(simulation, a), "why": why(a)} for a in changes.stopped],
            "created": [_new(simulation, a) for a in changes.created],
            "in_place": [{**_where(simulation, a), "job_version": a.job_version} for a in changes.in_place],
            "unknown": [_where(simulation, a) for a in changes.unknown],
            "transient": [{**_where(simulation, a), "why": why(a)} for a in changes.transient],
            "unplaced": {group: metric_document(metric) for group, metric in failures.get(name, {}).items()},
            "delayed": delayed.get(name, []),
        }
        out[name] = {key: value for key, value in parts.items() if value}
    return out


def _where(simulation: History, allocation: Allocation) -> dict[str, Any]:
    return {"name": allocation.name, "node": simulation.node_name(allocation)}


def _new(simulation: History, allocation: Allocation) -> dict[str, Any]:
    canary = bool((allocation.raw.get("DeploymentStatus") or {}).get("Canary"))
    return {**_where(simulation, allocation), "job_version": allocation.job_version, **({"canary": True} if canary else {})}


def _deployments(simulation: History) -> dict[str, Any]:
    """Those that changed."""
    out: dict[str, Any] = {}
    for deployment in simulation.after.deployments.values():
        if simulation.before.deployments.get(deployment.id) is deployment:
            continue
        out.setdefault(job_name(deployment.namespace, deployment.job_id), []).append(
            {
                "status": deployment.status,
                "description": deployment.raw.get("StatusDescription") or "",
                "job_version": deployment.job_version,
                "groups": {
                    name: {
                        "desired_canaries": state.get("DesiredCanaries") or 0,
                        "desired_total": state.get("DesiredTotal") or 0,
                        "placed": state.get("PlacedAllocs") or 0,
                        "promoted": bool(state.get("Promoted")),
                    }
                    for name, state in sorted(deployment.groups.items())
                },
            }
        )
    return dict(sorted(out.items()))
