"""The published JSON Schemas, as data: each is made by the module that owns its subject. `schemas/` holds the generated files.

Where the project has a home (`nomadspec.version.HOME`), a schema has the address of its file as `$id`.
"""

from __future__ import annotations

import json

from nomadspec.version import page_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: Name → (module, function) that makes the schema.
SCHEMAS = {
    "config": ("nomadspec.workspace.configuration", "json_schema"),
    "lint": ("nomadspec.reporting.machine", "json_schema"),
    "state": ("nomadspec.cluster.state_schema", "json_schema"),
    "plan": ("nomadspec.planner.plan_schema", "json_schema"),
    "what-if": ("nomadspec.simulation.document_schemas", "what_if_schema"),
    "capacity": ("nomadspec.simulation.document_schemas", "capacity_schema"),
    "drift": ("nomadspec.simulation.document_schemas", "drift_schema"),
    "jobspec": ("nomadspec.jobspec.json.schema", "json_schema"),
}


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema called `name`."""
    module, function = SCHEMAS[name]
    made: dict[str, Any] = getattr(__import__(module, fromlist=[function]), function)()
    url = page_url(f"schemas/{name}.schema.json")
    return {"$schema": made.pop("$schema"), "$id": url, **made} if url else made


def schema_text(name: str) -> str:
    """The schema as it is published."""
    return json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"
