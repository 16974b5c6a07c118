"""Findings for people, in full: excerpt, caret, trail and help."""

from __future__ import annotations

from nomadspec.reporting.findings import text_report
from nomadspec.source.styled_text import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.reporting.formats import Report
    from nomadspec.source.styled_text import Line


def lines(report: Report) -> list[Line]:
    """All findings, each followed by an empty line."""
    return text_report(report.findings)


def render(report: Report) -> str:
    """The lines without colour."""
    return plain(lines(report))
