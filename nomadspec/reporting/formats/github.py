"""GitHub workflow commands: annotations on the changed files of a pull request."""

from __future__ import annotations

from nomadspec.reporting.escaping import github_data, github_property
from nomadspec.reporting.findings import told
from nomadspec.source.relative_path import with_slashes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.reporting.formats import Report


_LEVELS: Final = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report) -> str:
    """Workflow commands: annotations on the changed files of a pull request."""
    rows = []
    for d in report.findings:
        title = f"title={github_property(f'{d.code} {d.rule}')}"
        where = ""
        if d.span is not None:
            start, end = d.span.start, d.span.end
            where = f"file={github_property(with_slashes(d.span.path))},line={start.line},endLine={end.line},"
            if start.line == end.line:
                where += f"col={start.column},endColumn={max(end.column, start.column)},"
        whole = d.span is not None and not d.span.source.text and d.block
        text = (f"{d.block}: " if whole else "") + told(d) + (f"\n{d.help}" if d.help else "")
        rows.append(f"::{_LEVELS[d.severity]} {where}{title}::{github_data(text)}\n")
    return "".join(rows)
