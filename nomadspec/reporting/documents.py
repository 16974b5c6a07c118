"""The JSON documents of the command line: each begins with its `format`, a name and a number that grows when a member changes its meaning.

`NUMBERS` has those whose members are laid out here or in the module that makes them. What is Nomad's own is printed as Nomad has it, without a format: the
job of `compile`, the job diff of `diff`, the answer of `plan -json-output`. `schemas/NAME.schema.json` describes each (`SCHEMAS` in `workspace/schemas.py`).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Final

#: Document → its number.
NUMBERS: Final = {
    "agent-merge": 1,
    "capacity": 1,
    "doctor": 1,
    "drift": 1,
    "env": 1,
    "graph": 1,
    "lint": 1,
    "plan": 1,
    "state-diff": 1,
    "template": 1,
    "what-if": 1,
}


def document_format(name: str) -> str:
    """The `format` of a document: `nomadspec-lint/1`."""
    return f"nomadspec-{name}/{NUMBERS[name]}"


def numbered(name: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with its format in front."""
    return {"format": document_format(name), **document}


# --- schemas of the documents that are laid out in reporting or by a command

_TEXT: Final = {"type": "string"}
_NULLABLE: Final = {"type": ["string", "null"]}
_FLAG: Final = {"type": "boolean"}
_COUNT: Final = {"type": "integer", "minimum": 0}
_ANY: Final[dict[str, Any]] = {}


def _object(members: Mapping[str, Any], *optional: str) -> dict[str, Any]:
    return {"type": "object", "properties": dict(members), "required": [name for name in members if name not in optional]}


def _list(item: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": dict(item)}


def _map(value: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": dict(value)}


_PLACE: Final = {"type": ["object", "null"], "properties": {"path": _TEXT, "line": _COUNT, "column": _COUNT}, "required": ["path", "line", "column"]}
_FINDING: Final = {"type": "object", "description": "A finding, as in the lint document.", "required": ["code", "severity", "message"]}

_BODIES: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "env": (
        "Environments of tasks, of nomadspec env -o json; an array of such objects for several files",
        {
            "nomadspec": _TEXT,
            "nomad": _TEXT,
            "path": _TEXT,
            "job": _TEXT,
            "tasks": _list(
                _object(
                    {
                        "group": _TEXT,
                        "task": _TEXT,
                        "node": _object({"ID": _NULLABLE, "Name": _NULLABLE, "reason": _ANY}),
                        "ok": _FLAG,
                        "inherits_client_environment": _FLAG,
                        "references": _list(_object({"reference": _TEXT, "path": _TEXT, "place": _PLACE, "outcome": _TEXT, "reason": _ANY})),
                        "diagnostics": _list(_FINDING),
                    }
                )
            ),
        },
    ),
    "graph": (
        "Dependencies, of nomadspec graph -o json",
        {
            "nodes": _list(_object({"id": _TEXT, "kind": _TEXT, "name": _ANY, "scope": _ANY, "outside": _FLAG, "path": _TEXT}, "path")),
            "edges": _list(_object({"source": _TEXT, "target": _TEXT, "how": _TEXT})),
            "cycles": _list(_list(_TEXT)),
        },
    ),
    "agent-merge": (
        "An agent's configuration, of nomadspec agent merge -o json",
        {"files": _list(_TEXT), "values": _list(_object({"path": _TEXT, "value": _ANY, "origin": _PLACE, "parts": _map(_PLACE)}, "parts"))},
    ),
    "state-diff": (
        "Differences of two states, of nomadspec state diff -o json",
        {"entries": _list({"type": "object", "properties": {"list": _TEXT, "change": _TEXT}, "required": ["list", "change"]})},
    ),
    "template": (
        "Rendered templates of a task, of nomadspec template -o json",
        {"path": _TEXT, "task": _TEXT, "templates": _list({"type": "object"})},
    ),
    "doctor": (
        "What a run uses and why, of nomadspec doctor -o json",
        {
            "nomadspec": _TEXT,
            "nomad": _TEXT,
            "checks": _list(_object({"topic": _TEXT, "status": {"enum": ["ok", "note", "problem"]}, "message": _TEXT, "why": _TEXT})),
        },
    ),
}


def _schema(name: str) -> dict[str, Any]:
    title, members = _BODIES[name]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **_object({"format": {"const": document_format(name)}, **members}),
    }


def env_schema() -> dict[str, Any]:
    """Of `env -o json`."""
    return _schema("env")


def graph_schema() -> dict[str, Any]:
    """Of `graph -o json`."""
    return _schema("graph")


def agent_merge_schema() -> dict[str, Any]:
    """Of `agent merge -o json`."""
    return _schema("agent-merge")


def state_diff_schema() -> dict[str, Any]:
    """Of `state diff -o json`."""
    return _schema("state-diff")


def template_schema() -> dict[str, Any]:
    """Of `template -o json`."""
    return _schema("template")


def doctor_schema() -> dict[str, Any]:
    """Of `doctor -o json`."""
    return _schema("doctor")
