"""The JSON Schema of the plan document. Documents may grow members; the ones named here keep their meaning."""

from __future__ import annotations

from typing import Any, Final

from nomadspec.scheduler.reconciler_model import COUNT_NAMES


def _object(members: dict[str, Any], *optional: str, about: str = "") -> dict[str, Any]:
    """An object whose members are all required but for the `optional` ones."""
    made: dict[str, Any] = {"type": "object", "properties": members, "required": [name for name in members if name not in optional]}
    return {"description": about, **made} if about else made


def _list(item: dict[str, Any], about: str = "") -> dict[str, Any]:
    return {**({"description": about} if about else {}), "type": "array", "items": item}


def _map(value: dict[str, Any], about: str = "") -> dict[str, Any]:
    return {**({"description": about} if about else {}), "type": "object", "additionalProperties": value}


def _or_null(shape: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [shape, {"type": "null"}]}


def _text(about: str = "", *choices: str) -> dict[str, Any]:
    return {**({"description": about} if about else {}), "type": "string", **({"enum": list(choices)} if choices else {})}


_NUMBER: Final = {"type": "number"}
_COUNT: Final = {"type": "integer", "minimum": 0}
_FLAG: Final = {"type": "boolean"}
_TEXTS: Final = _list(_text())
_CHANGE: Final = _text("", "None", "Added", "Deleted", "Edited")

_FIELD_DIFF: Final = _object({"Type": _CHANGE, "Name": _text(), "Old": _text(), "New": _text(), "Annotations": _or_null(_TEXTS)})
_FIELDS: Final = _or_null(_list(_FIELD_DIFF))
_OBJECTS: Final = _or_null(_list({"$ref": "#/$defs/object_diff"}))
_OBJECT_DIFF: Final = _object({"Type": _CHANGE, "Name": _text(), "Fields": _FIELDS, "Objects": _OBJECTS})
_TASK_DIFF: Final = _object({"Type": _CHANGE, "Name": _text(), "Fields": _FIELDS, "Objects": _OBJECTS, "Annotations": _or_null(_TEXTS)})
_GROUP_DIFF: Final = _object(
    {"Type": _CHANGE, "Name": _text(), "Fields": _FIELDS, "Objects": _OBJECTS, "Tasks": _or_null(_list(_TASK_DIFF)), "Updates": _or_null(_map(_COUNT))}
)
_DIFF: Final = _object(
    {"Type": _CHANGE, "ID": _text(), "Fields": _FIELDS, "Objects": _OBJECTS, "TaskGroups": _or_null(_list(_GROUP_DIFF))},
    about="the annotated JobDiff as Nomad's API returns it",
)

_METRIC_MEMBERS: Final = {
    "CoalescedFailures": _COUNT,
    "NodePool": _text(),
    "NodesEvaluated": _COUNT,
    "NodesExhausted": _COUNT,
    "NodesFiltered": _COUNT,
    "NodesInPool": _COUNT,
    "NodesAvailable": _map(_COUNT),
    "ClassFiltered": _map(_COUNT),
    "ClassExhausted": _map(_COUNT),
    "ConstraintFiltered": _map(_COUNT),
    "DimensionExhausted": _map(_COUNT),
    "ResourcesExhausted": _map(_map(_COUNT)),
    "ScoreMetaData": _list(_object({"NodeID": _text(), "NormScore": _NUMBER, "Scores": _map(_NUMBER)})),
}
_METRIC: Final = _object(_METRIC_MEMBERS, *list(_METRIC_MEMBERS)[6:], about="Nomad's AllocMetric without its nulls and times")

_RESOURCES: Final = _object(
    {
        "disk_mb": _COUNT,
        "tasks": _map(
            _object(
                {
                    "cpu": _COUNT,
                    "memory_mb": _COUNT,
                    "memory_max_mb": _COUNT,
                    "cores": _list(_COUNT),
                    "devices": _list(
                        _object({"count": _COUNT, "group_size": _COUNT, "ids": _TEXTS, "name": _text(), "type": _text(), "vendor": _text()}),
                    ),
                    "networks": _list({"type": "object"}),
                },
                "memory_max_mb",
                "cores",
                "devices",
                "networks",
            )
        ),
        "network": _object({"ip": _text(), "mode": _text()}),
        "ports": _list(
            _object(
                {
                    "label": _text(),
                    "host_ip": _text(),
                    "value": {"type": ["integer", "string"], "description": "the port, or `dynamic`"},
                    "to": {"type": ["integer", "string"], "description": "the port inside, or `same`"},
                    "in_range": _FLAG,
                    "ignore_collision": _FLAG,
                },
                "in_range",
                "ignore_collision",
            )
        ),
    },
    "network",
    "ports",
    about="MHz and MB",
)

_PLACEMENT: Final = _object(
    {
        "group": _text(),
        "name": _text(),
        "node": _text("name of the node"),
        "job_version": _COUNT,
        "metrics": _METRIC,
        "resources": _RESOURCES,
        "canary": _FLAG,
        "previous_allocation": _text("id of the allocation that it replaces"),
        "preempted": _list(_text(), "ids of the allocations that are preempted"),
        "certain": {"type": "boolean", "description": "whether the node does not depend on chance (only without an evaluation id, and for system jobs)"},
        "reschedule_events": _list(_object({"delay_s": _NUMBER, "prev_alloc": _text(), "prev_node": _text()})),
    },
    "canary",
    "previous_allocation",
    "preempted",
    "certain",
    "reschedule_events",
)
_UPDATE: Final = _object(
    {
        "id": _text(),
        "name": _text(),
        "node": _text(),
        "kind": _text("", "inplace", "reconnect", "disconnect", "attribute"),
        "client_status": _text(),
        "desired_status": _text(),
        "has_followup_eval": _FLAG,
        "resources": _RESOURCES,
    },
    "resources",
)
_STOP: Final = _object(
    {
        "id": _text(),
        "name": _text(),
        "node": _text(),
        "description": _text("Nomad's reason"),
        "desired_status": _text(),
        "has_followup_eval": _FLAG,
        "client_status": _text("only when it changes"),
    },
    "client_status",
)
_PREEMPTED: Final = _object({name: _text() for name in ("ID", "JobID", "JobType", "Name", "Namespace", "NodeID", "TaskGroup")})
_EVAL: Final = _object(
    {
        "triggered_by": _text(),
        "status": _text("", "blocked", "pending"),
        "status_description": _text(),
        "type": _text(),
        "priority": {"type": "integer"},
        "escaped_computed_class": _FLAG,
        "class_eligibility": _map(_FLAG),
        "missing_non_node_resources": _TEXTS,
        "node": _text(),
        "wait_until": _text("RFC 3339"),
    },
    "class_eligibility",
    "missing_non_node_resources",
    "node",
    "wait_until",
)
_DEPLOYMENT: Final = _object(
    {
        "Status": _text(),
        "StatusDescription": _text(),
        "TaskGroups": _map(
            _or_null(
                _object(
                    {
                        "AutoPromote": _FLAG,
                        "AutoRevert": _FLAG,
                        "DesiredCanaries": _COUNT,
                        "DesiredTotal": _COUNT,
                        "ProgressDeadline": {"type": "integer", "description": "nanoseconds"},
                        "Promoted": _FLAG,
                    }
                )
            )
        ),
        "new": {"type": "boolean", "description": "made by this plan"},
    },
    about="the deployment that the plan creates or changes",
)
_NODE: Final = _object(
    {
        "verdict": _text("", "feasible", "filtered", "exhausted", "skipped"),
        "reason": _text("why the node is filtered"),
        "dimension": _text("the exhausted resource"),
        "final_score": _NUMBER,
        "scores": _map(_NUMBER),
        "num_scores": {"type": "integer", "description": "number of scores in the mean"},
        "with_preemption": {"type": "object"},
    },
    "reason",
    "dimension",
    "final_score",
    "scores",
    "num_scores",
    "with_preemption",
)
_REASON: Final = _object(
    {
        "kind": _text("", "filter", "exhausted", "candidate"),
        "text": _text("in Nomad's words"),
        "detail": _text("what was found on the node"),
    }
)

_MADE: Final = _object(
    {
        "diff": _DIFF,
        "desired_tg_updates": _map(_object(dict.fromkeys(COUNT_NAMES, _COUNT)), "per group"),
        "placements": _list(_PLACEMENT, "new allocations by group, name and node"),
        "updates": _list(_UPDATE, "existing allocations that are updated in place"),
        "stops": _list(_STOP, "allocations that the plan stops"),
        "preempted_allocs": _list(_PREEMPTED),
        "failed_tg_allocs": _map(_METRIC, "for each group for which no node was found"),
        "created_evals": _list(_EVAL),
        "queued_allocations": _map({"type": "integer"}, "per group"),
        "deployment": _DEPLOYMENT,
        "deployment_updates": _list(_object({"id": _text("`(new)` for the plan's own"), "status": _text(), "description": _text()})),
        "next_periodic_launch": _text("RFC 3339, in the job's time zone"),
        "job_modify_index": {"type": "integer", "minimum": 0, "description": "of the stored job, for -check-index"},
        "warnings": _text("as Nomad prints them"),
        "exit_code": {"enum": [0, 1]},
        "refused_by_run": _text("why `nomad job run` will refuse the change although a plan is made"),
        "node_table": _map(_map(_NODE), "for each group and candidate node, independently (only if requested)"),
        "node_reasons": _map(_map(_list(_REASON)), "for each group and candidate node that it does not fit on: all reasons (only if requested)"),
    },
    "deployment",
    "deployment_updates",
    "next_periodic_launch",
    "refused_by_run",
    "node_table",
    "node_reasons",
)
_REFUSED: Final = _object({"error": _object({"stage": _text(), "message": _text()}), "exit_code": {"const": 255}}, about="the plan is refused")


def json_schema() -> dict[str, Any]:
    """The schema, draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "nomadspec plan document",
        "oneOf": [_MADE, _REFUSED],
        "$defs": {"object_diff": _OBJECT_DIFF},
    }
