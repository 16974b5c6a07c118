"""Findings as plain data, for the JSON formats; the shape is `schemas/lint.schema.json`."""

from __future__ import annotations

from nomadspec.reporting.documents import document_format
from nomadspec.source import SEVERITIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.source import Diagnostic, Span


FORMAT = document_format("lint")


def place(span: Span | None) -> dict[str, Any]:
    """A span as plain data: path, and start and end with line and column from 1, offset from 0."""
    if span is None:
        return {"path": None, "start": None, "end": None}
    start, end = span.start, span.end
    return {
        "path": span.path,
        "start": {"line": start.line, "column": start.column, "offset": start.offset},
        "end": {"line": end.line, "column": end.column, "offset": end.offset},
    }


def finding(diagnostic: Diagnostic) -> dict[str, Any]:
    """One finding as plain data."""
    fix = diagnostic.fix
    return {
        "code": diagnostic.code,
        "rule": diagnostic.rule,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        **place(diagnostic.span),
        "block": diagnostic.block,
        "help": diagnostic.help,
        "url": diagnostic.url,
        "nomad": diagnostic.nomad,
        "trail": [{"text": text, **place(span)} for text, span in diagnostic.trail],
        "related": [{"text": text, **place(span)} for text, span in diagnostic.related],
        "fix": None
        if fix is None
        else {"title": fix.title, "safe": fix.safe, "edits": [{"path": e.path, "start": e.start, "end": e.end, "text": e.text} for e in fix.edits]},
        "environments": list(diagnostic.environments),
    }


def json_schema() -> dict[str, Any]:
    """The JSON Schema of `lint -o json`."""
    nullable_text = {"type": ["string", "null"]}
    position = {
        "type": ["object", "null"],
        "properties": {name: {"type": "integer", "minimum": 1 if name != "offset" else 0} for name in ("line", "column", "offset")},
        "required": ["line", "column", "offset"],
    }
    where = {"path": nullable_text, "start": position, "end": position}
    step = {"type": "object", "properties": {"text": {"type": "string"}, **where}, "required": ["text"]}
    edit = {
        "type": "object",
        "properties": {"path": {"type": "string"}, "start": {"type": "integer"}, "end": {"type": "integer"}, "text": {"type": "string"}},
        "required": ["path", "start", "end", "text"],
    }
    fix = {
        "type": ["object", "null"],
        "properties": {"title": {"type": "string"}, "safe": {"type": "boolean"}, "edits": {"type": "array", "items": edit}},
        "required": ["title", "safe", "edits"],
    }
    properties = {
        "code": {"type": "string"},
        "rule": {"type": "string"},
        "severity": {"enum": list(SEVERITIES)},
        "message": {"type": "string"},
        **where,
        "block": {"type": "string", "description": 'Where in the job, such as job["web"].group["api"].service[0].'},
        "help": nullable_text,
        "url": nullable_text,
        "nomad": {**nullable_text, "description": "Nomad's own text for the problem."},
        "trail": {"type": "array", "items": step},
        "related": {"type": "array", "items": step},
        "fix": fix,
        "environments": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Environments in which it occurs, if not in all environments of the file.",
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Findings of nomadspec lint -o json",
        "type": "object",
        "properties": {
            "format": {"const": FORMAT},
            "nomadspec": {"type": "string"},
            "nomad": {"type": "string"},
            "files": {"type": "integer"},
            "counts": {"type": "object", "properties": {name: {"type": "integer"} for name in SEVERITIES}},
            "findings": {"type": "array", "items": {"type": "object", "properties": properties, "required": list(properties)}},
        },
        "required": ["format", "nomadspec", "nomad", "files", "counts", "findings"],
    }
