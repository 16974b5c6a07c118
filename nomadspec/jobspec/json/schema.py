"""The JSON Schema of a job in the API's JSON, from the block schema: for editors, and for those who write jobs as JSON."""

from __future__ import annotations

import json
import re

from nomadspec.releases import NEWEST
from nomadspec.schema.blocks import BLOCKS
from nomadspec.schema.documentation import documentation, lifetime
from nomadspec.schema.fields_of_release import members_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.releases import Release
    from nomadspec.schema.field import Field

_SCALARS = {"string": "string", "bool": "boolean"}


def _type(name: str) -> dict[str, Any]:
    if name.startswith("list("):
        return {"type": ["array", "null"], "items": _type(name[5:-1])}
    if name == "map(any)":
        return {"type": ["object", "null"]}
    if name.startswith("map("):
        return {"type": ["object", "null"], "additionalProperties": _type(name[4:-1])}
    return {"type": [_SCALARS.get(name, "integer"), "null"]}


def _field(type_: str, field: Field) -> dict[str, Any]:
    if field.block:
        block = {"anyOf": [{"$ref": f"#/$defs/{field.block}"}, {"type": "null"}]}
        if field.nesting == "repeated_block":
            shape: dict[str, Any] = {"type": ["array", "null"], "items": {"$ref": f"#/$defs/{field.block}"}}
        elif field.nesting == "labelled_block_map":
            shape = {"type": ["object", "null"], "additionalProperties": {"$ref": f"#/$defs/{field.block}"}}
        else:
            shape = block
    else:
        shape = _type(field.type)
    text = documentation(type_, field.name) + (" In nanoseconds." if field.type == "duration" else "")
    if (since := lifetime(type_, field.name)) and "Ignored since" not in text:
        text = f"{text} {since}"
    return {"description": text, **shape, **({"deprecated": True} if field.deprecated else {})}


def json_schema(release: Release = NEWEST) -> dict[str, Any]:
    """`{"Job": {…}}`, as `nomadspec compile` prints it and `nomad job run -json` takes it, in that release."""
    definitions = {
        name: {
            "description": documentation(name),
            "type": "object",
            "properties": {field.json: _field(name, field) for field in members_of(name, release)},
            "additionalProperties": False,
        }
        for name in BLOCKS
    }
    reached = _reached("Job", definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A Nomad job in the API's JSON" + ("" if release is NEWEST else f", Nomad {release.text}"),
        "type": "object",
        "properties": {"Job": {"$ref": "#/$defs/Job"}},
        "required": ["Job"],
        "$defs": {name: definition for name, definition in definitions.items() if name in reached},
    }


def _reached(name: str, definitions: dict[str, Any]) -> set[str]:
    """The definitions that a definition refers to, itself among them: a release has not the blocks that none of its fields holds."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += re.findall(r'"#/\$defs/(\w+)"', json.dumps(definitions[one]))
    return found
