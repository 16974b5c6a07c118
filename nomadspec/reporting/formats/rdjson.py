"""Reviewdog's diagnostic format, with suggestions from fixes."""

from __future__ import annotations

from nomadspec.reporting.columns import line_and_byte
from nomadspec.reporting.escaping import json_text, line, terminal
from nomadspec.reporting.findings import told
from nomadspec.source.relative_path import with_slashes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from nomadspec.reporting.formats import Report
    from nomadspec.source import Source


_SEVERITIES: Final = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def render(report: Report) -> str:
    """Reviewdog's diagnostic format, with suggestions from fixes."""
    from nomadspec.version import HOME

    rows = []
    for d in report.findings:
        row: dict[str, Any] = {
            "message": terminal(told(d)),
            "severity": _SEVERITIES[d.severity],
            "code": {"value": d.code, **({"url": d.url} if d.url else {})},
        }
        if d.span is not None:
            source = d.span.source
            row["location"] = {"path": line(with_slashes(d.span.path)), "range": _range(source, d.span.start_offset, d.span.end_offset)}
            if d.fix is not None:
                row["suggestions"] = [{"range": _range(source, e.start, e.end), "text": e.text} for e in d.fix.edits]
        rows.append(row)
    tool = {"name": "nomadspec", **({"url": HOME} if HOME else {})}
    return json_text({"source": tool, "diagnostics": rows}, 2) + "\n"


def _range(source: Source, start: int, end: int) -> dict[str, Any]:
    """Line and column from 1; reviewdog counts columns in bytes."""

    def at(offset: int) -> dict[str, int]:
        number, column = line_and_byte(source, offset)
        return {"line": number, "column": column}

    return {"start": at(start), "end": at(max(start, end))}
