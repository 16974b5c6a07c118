"""GitLab's code quality report, a subset of Code Climate's."""

from __future__ import annotations

from nomadspec.reporting.escaping import json_text, line
from nomadspec.reporting.findings import told
from nomadspec.reporting.fingerprint import fingerprint
from nomadspec.source.relative_path import with_slashes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.reporting.formats import Report


_SEVERITIES: Final = {"error": "major", "warning": "minor", "info": "info"}


def render(report: Report) -> str:
    """GitLab's code quality report (a subset of Code Climate's)."""
    seen: dict[str, int] = {}
    rows = []
    for d in report.findings:
        mark = fingerprint(d)
        number = seen[mark] = seen.get(mark, -1) + 1
        path, begin, end = (line(with_slashes(d.span.path)), d.span.start.line, d.span.end.line) if d.span is not None else (".", 1, 1)
        rows.append(
            {
                "description": line(told(d)),
                "check_name": d.code,
                "fingerprint": f"{mark}{number:x}",
                "severity": _SEVERITIES[d.severity],
                "location": {"path": path, "lines": {"begin": begin, "end": end}},
            }
        )
    return json_text(rows, 2) + "\n"
