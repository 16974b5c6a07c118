"""A job for policy engines: its API object as it was evaluated, and where the value of each field is written.

    {"job": {…}, "places": [{"pointer": "/job/TaskGroups/0/Count", "path": "web.nomad.hcl", "line": 3, "column": 5, "block": "job[…].group[…].count"}]}

`pointer` is a JSON pointer (RFC 6901) into the document, so that an engine that refuses a value can say where it is.
"""

from __future__ import annotations

from nomadspec.jobspec.block import JobBlock
from nomadspec.jobspec.json.api import to_api
from nomadspec.jobspec.origin import place
from nomadspec.jobspec.path import job_path
from nomadspec.schema.blocks import BLOCKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nomadspec._generated.job_model import Job
    from nomadspec.jobspec.path import ModelPath
    from nomadspec.source.json_types import Json, JsonObject


def policy_document(job: Job, filename: str) -> JsonObject:
    """The document of a compiled job; `filename` is what places call its file."""
    rows: list[Json] = []
    for pointer, path in _fields(job, "/job", job_path(job.get("id"))):
        span, _ = place(job, path)
        if span is not None:
            start = span.start
            rows.append({"pointer": pointer, "path": span.path, "line": start.line, "column": start.column, "block": str(path)})
    return {"path": filename, "job": to_api(job), "places": rows}


def _fields(block: JobBlock, pointer: str, path: ModelPath) -> Iterator[tuple[str, ModelPath]]:
    """(pointer, path) of a block and of every field in it that has a value."""
    yield pointer, path
    for field in BLOCKS[block.TYPE]:
        value: Any = block.get(field.name) if block.known(field.name) else None
        if value is None:
            continue
        here = f"{pointer}/{_escaped(field.json)}"
        if isinstance(value, JobBlock):
            yield from _fields(value, here, path / field.name)
        elif isinstance(value, list) and value and isinstance(value[0], JobBlock):
            label = next((f.name for f in BLOCKS[field.block] if f.kind == "label"), "")
            for number, inner in enumerate(value):
                key = (inner.get(label) if label else None) or number
                yield from _fields(inner, f"{here}/{number}", path.item(field.name, key))
        elif isinstance(value, dict) and field.block:
            for key, inner in value.items():
                yield from _fields(inner, f"{here}/{_escaped(key)}", path.item(field.name, key))
        else:
            yield here, path / field.name
            if isinstance(value, dict):
                for key in value:
                    yield f"{here}/{_escaped(key)}", path / field.name / key


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
