"""`-o jsonl`: a finding a line."""

from __future__ import annotations

from nomadspec.reporting.escaping import json_text
from nomadspec.reporting.machine import finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.reporting.formats import Report


def render(report: Report) -> str:
    """The lines."""
    return "".join(json_text(finding(d)) + "\n" for d in report.findings)
