"""Checkstyle XML."""

from __future__ import annotations

from nomadspec.reporting.escaping import line, xml
from nomadspec.reporting.findings import told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.reporting.formats import Report


def render(report: Report) -> str:
    """Checkstyle XML."""
    rows = []
    for path, findings in report.by_path().items():
        errors = "".join(
            f'    <error line="{d.span.start.line if d.span else 1}" column="{d.span.start.column if d.span else 1}" severity="{d.severity}"'
            f' message="{xml(line(told(d)))}" source="nomadspec.{xml(d.code)}"/>\n'
            for d in findings
        )
        rows.append(f'  <file name="{xml(path)}">\n{errors}  </file>\n')
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n{"".join(rows)}</checkstyle>\n'
