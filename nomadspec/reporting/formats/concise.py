"""Findings for people and editors, a line each."""

from __future__ import annotations

from nomadspec.reporting.findings import concise
from nomadspec.source.styled_text import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.reporting.formats import Report
    from nomadspec.source.styled_text import Line


def lines(report: Report) -> list[Line]:
    """`path:line:col: CODE message` for each finding."""
    return [concise(finding) for finding in report.findings]


def render(report: Report) -> str:
    """The lines without colour."""
    return plain(lines(report))
