"""The effective configuration of an agent as HCL, each value with the file and line it came from; and as data."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from nomadspec.reporting.escaping import line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.agent.effective import Group, Value
    from nomadspec.source import Span

_WORD: Final = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_MAX_DEPTH: Final = 32

#: A line of HCL, and where its value came from ("" for lines without a value).
Row = tuple[str, str]


def merged_text(root: Group) -> str:
    """HCL that an agent reads, with comments: `# path:line`, or `# default`."""
    rows = list(_body(root, ""))
    width = min(60, max((len(text) for text, origin in rows if origin), default=0))
    return "".join((f"{text:{width}}  # {origin}" if origin else text) + "\n" for text, origin in rows)


def merged_document(root: Group) -> list[dict[str, Any]]:
    """A row for each value: `path`, `value`, `origin` (`path`, `line`, `column`; None for a default), and `parts` of lists and maps by number or key."""
    rows = []
    for value in root.flat():
        row = {"path": value.path, "value": value.value, "origin": _place(value.origin)}
        if value.parts:
            row["parts"] = {str(part): _place(span) for part, span in value.parts.items()}
        rows.append(row)
    return rows


def _place(span: Span | None) -> dict[str, Any] | None:
    return {"path": span.path, "line": span.start.line, "column": span.start.column} if span is not None else None


def _origin(span: Span | None) -> str:
    return f"{line(span.path)}:{span.start.line}" if span is not None else "default"


def _body(group: Group, indent: str) -> Iterator[Row]:
    for value in group.values:
        yield from _value(value, indent)
    for inner in group.groups:
        if group.values or inner is not group.groups[0]:
            yield "", ""
        label = f" {_literal(inner.label)}" if inner.label else ""
        yield f"{indent}{inner.name}{label} {{", ""
        yield from _body(inner, indent + "  ")
        yield f"{indent}}}", ""


def _value(entry: Value, indent: str) -> Iterator[Row]:
    value, origin = entry.value, _origin(entry.origin)
    if isinstance(value, dict) and value:
        yield f"{indent}{entry.name} {{", ""
        for key, inner in value.items():
            yield from _free(key, inner, indent + "  ", _origin(entry.parts[key]) if key in entry.parts else origin, 0)
        yield f"{indent}}}", ""
    elif isinstance(value, list) and len({_origin(span) for span in entry.parts.values()}) > 1:
        yield f"{indent}{entry.name} = [", ""
        for number, inner in enumerate(value):
            yield f"{indent}  {_literal(inner)},", _origin(entry.parts[number]) if number in entry.parts else origin
        yield f"{indent}]", ""
    else:
        yield f"{indent}{entry.name} = {_literal(value)}", origin


def _free(key: str, value: Any, indent: str, origin: str, depth: int) -> Iterator[Row]:
    """A value inside a map or a plugin's configuration: blocks are lists of objects there."""
    name = key if _WORD.fullmatch(key) else _literal(key)
    rows = value if isinstance(value, list) and value and all(isinstance(row, dict) for row in value) else [value] if isinstance(value, dict) else None
    if rows is None or depth > _MAX_DEPTH:
        yield f"{indent}{name} = {_literal(value)}", origin
        return
    for row in rows:
        yield f"{indent}{name} {{", ""
        for inner, content in row.items():
            yield from _free(inner, content, indent + "  ", origin, depth + 1)
        yield f"{indent}}}", ""


def _literal(value: Any) -> str:
    if value is None:
        return '""'  # inside a plugin's configuration from JSON
    if isinstance(value, dict):
        return "{}" if not value else "{" + ", ".join(f"{_literal(key)} = {_literal(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_literal(inner) for inner in value) + "]"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return line(json.dumps(value, ensure_ascii=False))
