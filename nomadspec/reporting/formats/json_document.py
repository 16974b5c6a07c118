"""`-o json`: one object with the version, the findings and their counts. Its schema is in `reporting/machine.py`."""

from __future__ import annotations

from nomadspec.reporting.escaping import json_text
from nomadspec.reporting.machine import FORMAT, finding
from nomadspec.source import SEVERITIES
from nomadspec.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.reporting.formats import Report


def render(report: Report) -> str:
    """The document."""
    counts = {severity: sum(d.severity == severity for d in report.findings) for severity in SEVERITIES}
    findings = [finding(d) for d in report.findings]
    document = {
        "format": FORMAT,
        "nomadspec": __version__,
        "nomad": ", ".join(report.releases),
        "files": len(report.paths),
        "counts": counts,
        "findings": findings,
    }
    return json_text(document, 2) + "\n"
