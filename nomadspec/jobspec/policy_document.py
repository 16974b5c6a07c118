"""A job for policy engines: its API object as it was evaluated, and where the value of each field is written.

    {"job": {…}, "places": [{"pointer": "/job/TaskGroups/0/Count", "path": "web.nomad.hcl", "line": 3, "column": 5, "block": "job[…].group[…].count"}]}

`pointer` is a JSON pointer (RFC 6901) into the document, so that an engine that refuses a value can say where it is.
"""

from __future__ import annotations

from nomadspec.jobspec.block import JobBlock, UnknownValue, reader
from nomadspec.jobspec.json.api import to_api
from nomadspec.jobspec.origin import place_of_field
from nomadspec.jobspec.path import ModelPath, job_path
from nomadspec.schema.blocks import BLOCKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from nomadspec._generated.job_model import Job
    from nomadspec.source import Span
    from nomadspec.source.json_types import JsonObject


def policy_document(job: Job, filename: str) -> JsonObject:
    """The document of a compiled job; `filename` is what places call its file."""
    places: list[tuple[str, str, Span]] = []
    _places(job, "/job", str(job_path(job.get("id"))), None, places)
    return {"path": filename, "job": to_api(job), "places": [_row(*place) for place in places]}


def _row(pointer: str, name: str, span: Span) -> JsonObject:
    start = span.start
    return {"pointer": pointer, "path": span.path, "line": start.line, "column": start.column, "block": name}


def _places(block: JobBlock, pointer: str, name: str, around: Span | None, found: list[tuple[str, str, Span]]) -> None:
    """Add (pointer, name, span) of a block and of all that is written in it; a block that was not written stands where the block `around` it does."""
    origin = block.get("origin")
    header = around if origin is None else origin.header
    if header is not None:
        found.append((pointer, name, header))
    for (field, json, label), value in zip(*_fields(block), strict=True):
        if value is None:
            continue
        here, named = f"{pointer}/{json}", f"{name}.{field}"
        if isinstance(value, JobBlock):
            _places(value, here, named, header, found)
        elif isinstance(value, list) and value and isinstance(value[0], JobBlock):
            for number, inner in enumerate(value):
                key = (inner.get(label) if label else None) or number
                _places(inner, f"{here}/{number}", f"{name}.{ModelPath(None, field, key)}", header, found)
        elif isinstance(value, dict) and label is not None:
            for key, inner in value.items():
                _places(inner, f"{here}/{_escaped(key)}", f"{name}.{ModelPath(None, field, key)}", header, found)
        elif (written := place_of_field(block, field)) is not None:
            found.append((here, named, written[0]))
            for key in value if isinstance(value, dict) else ():
                inside = place_of_field(block, field, (key,)) or written
                found.append((f"{here}/{_escaped(key)}", f"{named}.{key}", inside[0]))


#: Of a type of blocks (name, name in JSON, label of the blocks in it or None) of each field, and what reads all values.
_plans: dict[str, tuple[list[tuple[str, str, str | None]], Callable[[JobBlock], Sequence[Any]]]] = {}


def _fields(block: JobBlock) -> tuple[list[tuple[str, str, str | None]], Sequence[Any]]:
    """The fields of a block, and the value of each; None where it is not known."""
    plan = _plans.get(block.TYPE)
    if plan is None:
        rows = [(field.name, _escaped(field.json), _label_of(field.block) if field.block else None) for field in BLOCKS[block.TYPE]]
        plan = _plans[block.TYPE] = rows, reader([name for name, _, _ in rows])
    rows, read = plan
    try:
        return rows, read(block)
    except UnknownValue:
        return rows, [block.get(name) if block.known(name) else None for name, _, _ in rows]


def _label_of(type_: str) -> str:
    """The field that is the label of such blocks; "" for none."""
    return next((field.name for field in BLOCKS[type_] if field.kind == "label"), "")


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
