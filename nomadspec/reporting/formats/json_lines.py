"""`-o jsonl`: a finding a line."""

from __future__ import annotations

import json

from nomadspec.reporting.machine import finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.reporting.formats import Report


def render(report: Report) -> str:
    """The lines."""
    return "".join(json.dumps(finding(d), ensure_ascii=False) + "\n" for d in report.findings)
