"""The published JSON Schemas, as data: each is made by the module that owns its subject. `schemas/` holds the generated files.

Where the project has a home (`nomadspec.version.HOME`), a schema has the address of its file as `$id`.
"""

from __future__ import annotations

import json

from nomadspec.releases import NEWEST
from nomadspec.reporting.documents import NUMBERS, document_format
from nomadspec.version import page_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.releases import Release

#: Name → (module, function) that makes the schema.
SCHEMAS = {
    "config": ("nomadspec.workspace.configuration_keys", "json_schema"),
    "lint": ("nomadspec.reporting.machine", "json_schema"),
    "state": ("nomadspec.cluster.state_schema", "json_schema"),
    "plan": ("nomadspec.planner.plan_schema", "json_schema"),
    "what-if": ("nomadspec.simulation.document_schemas", "what_if_schema"),
    "capacity": ("nomadspec.simulation.document_schemas", "capacity_schema"),
    "drift": ("nomadspec.simulation.document_schemas", "drift_schema"),
    "env": ("nomadspec.reporting.documents", "env_schema"),
    "graph": ("nomadspec.reporting.documents", "graph_schema"),
    "template": ("nomadspec.reporting.documents", "template_schema"),
    "agent-merge": ("nomadspec.reporting.documents", "agent_merge_schema"),
    "state-diff": ("nomadspec.reporting.documents", "state_diff_schema"),
    "doctor": ("nomadspec.reporting.documents", "doctor_schema"),
    "test": ("nomadspec.reporting.placement_tests", "json_schema"),
    "jobspec": ("nomadspec.jobspec.json.schema", "json_schema"),
}


#: Schemas that are not the same for all releases of Nomad; their function takes the release.
OF_RELEASES = ("jobspec",)


def schema(name: str, release: Release = NEWEST) -> dict[str, Any]:
    """The JSON Schema called `name`, as that release of Nomad has it."""
    module, function = SCHEMAS[name]
    made: dict[str, Any] = getattr(__import__(module, fromlist=[function]), function)(*((release,) if name in OF_RELEASES else ()))
    if name in NUMBERS and "format" not in made.get("properties", {}):
        # What the Python functions give has no format; what the commands print has.
        made["properties"] = {"format": {"const": document_format(name)}, **made.get("properties", {})}
    url = page_url(f"schemas/{file_name(name, release)}")
    return {"$schema": made.pop("$schema"), "$id": url, **made} if url else made


def file_name(name: str, release: Release = NEWEST) -> str:
    """The name of the published file: the newest release has no number, others have that of their line."""
    line = "" if release is NEWEST or name not in OF_RELEASES else "-{}.{}".format(*release.number)
    return f"{name}{line}.schema.json"


def schema_text(name: str, release: Release = NEWEST) -> str:
    """The schema as it is published."""
    return json.dumps(schema(name, release), indent=2, ensure_ascii=False) + "\n"
