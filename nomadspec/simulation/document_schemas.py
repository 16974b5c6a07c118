"""The JSON Schemas of what `what-if`, `capacity` and `drift` print. Documents may grow members; the ones named here keep their meaning."""

from __future__ import annotations

from typing import Any, Final

_TEXT: Final = {"type": "string"}
_COUNT: Final = {"type": "integer", "minimum": 0}
_FLAG: Final = {"type": "boolean"}
_TEXTS: Final = {"type": "array", "items": _TEXT}
_METRIC: Final = {"type": "object", "description": "AllocMetric as Nomad's API has it, without members that are null"}


def _object(members: dict[str, Any], *optional: str, about: str = "") -> dict[str, Any]:
    """An object whose members are all required but for the `optional` ones."""
    made: dict[str, Any] = {"type": "object", "properties": members, "required": [name for name in members if name not in optional]}
    return {"description": about, **made} if about else made


def _map(value: dict[str, Any], about: str = "") -> dict[str, Any]:
    return {**({"description": about} if about else {}), "type": "object", "additionalProperties": value}


def _list(item: dict[str, Any], about: str = "") -> dict[str, Any]:
    return {**({"description": about} if about else {}), "type": "array", "items": item}


def _document(title: str, body: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **body}


_AMOUNTS: Final = _object({"cpu": _COUNT, "memory": _COUNT, "disk": _COUNT, "cores": _COUNT}, about="MHz, MB, MB, number")
_ROOM: Final = _object(
    {
        "nodes": _COUNT,
        "ready": _COUNT,
        "allocations": _COUNT,
        **dict.fromkeys(("total", "reserved", "used", "offered", "free", "largest"), _AMOUNTS),
        "devices": _map(_COUNT, "free instances by vendor/type/name"),
    }
)

_ALLOCATION: Final = {"name": _TEXT, "node": _TEXT}
_JOB_CHANGES: Final = {
    "type": "object",
    "properties": {
        "stopped": _list(_object({**_ALLOCATION, "why": _TEXT}), "migrate, lost, preempted, stopped, updated or rescheduled"),
        "created": _list(_object({**_ALLOCATION, "job_version": _COUNT, "canary": _FLAG}, "canary")),
        "in_place": _list(_object({**_ALLOCATION, "job_version": _COUNT})),
        "unknown": _list(_object(_ALLOCATION), "kept on a disconnected node"),
        "transient": _list(_object({**_ALLOCATION, "why": _TEXT}), "created and stopped within the simulation"),
        "unplaced": _map(_METRIC, "result of the job's last evaluation, by group"),
        "delayed": _list(_object({"trigger": _TEXT, "wait_seconds": {"type": "number"}}), "evaluations scheduled for later"),
    },
}
_EVALUATION: Final = _object(
    {
        "k": _COUNT,
        "round": _COUNT,
        "namespace": _TEXT,
        "job": _TEXT,
        "type": _TEXT,
        "priority": {"type": "integer"},
        "trigger": _TEXT,
        "id": _TEXT,
        "latest_index": _COUNT,
        "status": {"enum": ["complete", "failed"]},
        "plans": _COUNT,
        "nodes_rejected": _COUNT,
    },
    "plans",
    "nodes_rejected",
)
_SIMULATION: Final = _object(
    {
        "ok": {"type": "boolean", "description": "everything that ran before still has a place, and no change was refused"},
        "changes": _list({"type": "object"}),
        "jobs": _map(_JOB_CHANGES),
        "final": _map(_map(_map(_COUNT)), "the allocations that should run at the end, by job, group and node"),
        "evaluations": _list(_EVALUATION, "in the order in which they ran"),
        "blocked_after": _TEXTS,
        "nodes_not_ready": _map(_object({"status": _TEXT, "eligibility": {"enum": ["eligible", "ineligible"]}})),
        "deployments": _map(_list({"type": "object"}), "those that changed, by job"),
        "moves": _list(_object({"job": _TEXT, "name": _TEXT, "from": _TEXT, "to": _TEXT, "why": _TEXT})),
        "refused": _list(_object({"change": {"type": "object"}, "why": _TEXT})),
        "certain": {"type": "boolean", "description": "whether every shuffle of the nodes leads to the same placements"},
        "utilization": _map(_map(_object({"before": {"anyOf": [_ROOM, {"type": "null"}]}, "after": _ROOM}))),
        "notes": _TEXTS,
    }
)
_SCENARIOS: Final = _object(
    {
        "each": _TEXT,
        "ok": _FLAG,
        "scenarios": _list(
            _object({"value": _TEXT, "ok": _FLAG, "moved": _COUNT, "unplaced": _map(_TEXTS), "homeless": _map(_COUNT), "refused": _TEXTS}),
        ),
    },
    about="with each:KEY",
)

_GROUP: Final = _object(
    {
        "placed": _COUNT,
        "applied": _COUNT,
        "asked": _COUNT,
        "held_back": _FLAG,
        "per_node": _map(_COUNT),
        "failed": {"anyOf": [_METRIC, {"type": "null"}]},
        "limits": _list(_object({"reason": _TEXT, "nodes": _COUNT, "filter": _FLAG})),
        "node_limits": _map(_object({"reason": _TEXT, "filter": _FLAG})),
        "suggestions": _list(_object({"text": _TEXT, "change": {"type": "object"}, "more": _COUNT})),
    }
)
_CAPACITY: Final = _object(
    {"path": _TEXT, "job": _TEXT, "groups": _map(_GROUP), "error": {"type": "string", "description": "why a server would refuse the job"}},
    "job",
    "groups",
    "error",
)
_ROOMS: Final = _object({name: _map(_ROOM) for name in ("nodes", "pools", "classes", "datacenters")}, about="without a jobspec")

_ENTRY: Final = _object(
    {
        "namespace": _TEXT,
        "job": _TEXT,
        "path": _TEXT,
        "status": {"enum": ["same", "changed", "missing", "unmanaged", "unknown"]},
        "diff": {"type": "object", "description": "from the job that runs to the file, as Nomad's API returns a JobDiff"},
        "reason": _TEXT,
        "stopped": _FLAG,
    },
    "diff",
    "reason",
    "stopped",
)


def what_if_schema() -> dict[str, Any]:
    """Of `what-if -o json`."""
    return _document("nomadspec what-if document", {"anyOf": [_SIMULATION, _SCENARIOS]})


def capacity_schema() -> dict[str, Any]:
    """Of `capacity -o json`: one document, or a list of them for several jobspecs."""
    return _document("nomadspec capacity document", {"anyOf": [_CAPACITY, _list(_CAPACITY), _ROOMS]})


def drift_schema() -> dict[str, Any]:
    """Of `drift -o json`."""
    return _document("nomadspec drift document", _object({"ok": _FLAG, "counts": _map(_COUNT), "entries": _list(_ENTRY)}))
