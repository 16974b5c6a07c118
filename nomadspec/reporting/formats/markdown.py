"""Findings as Markdown: for the summary of a CI step, or a comment on a pull request.

The first line is an invisible comment, `<!-- nomadspec lint -->`, by which a script finds and replaces an earlier comment. Several reports can be written to
one file, one after another. Text from jobspecs is escaped, and the length is bounded.
"""

from __future__ import annotations

from nomadspec.reporting.escaping import markdown, markdown_code
from nomadspec.reporting.findings import in_environments
from nomadspec.source import SEVERITIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.reporting.formats import Report
    from nomadspec.source import Diagnostic

#: GitHub cuts a comment at 65,536 characters.
MOST_CHARACTERS: Final = 50_000

_SIGNS: Final = {"error": "🔴 error", "warning": "🟡 warning", "info": "🔵 info"}


def marker(command: str) -> str:
    """The comment by which a report of a command is found again."""
    return f"<!-- nomadspec {command} -->\n"


def render(report: Report) -> str:
    """A heading with the counts, and a table with a row for each finding."""
    text = marker("lint") + _heading(report)
    if not report.findings:
        return text
    text += "\n| | Place | Finding |\n| --- | --- | --- |\n"
    for number, finding in enumerate(report.findings):
        row = _row(finding)
        if len(text) + len(row) > MOST_CHARACTERS:
            left = len(report.findings) - number
            return f"{text}\n… and {left} more: the full report exceeds the size limit of comments.\n"
        text += row
    return text


def _heading(report: Report) -> str:
    counts = {severity: sum(finding.severity == severity for finding in report.findings) for severity in SEVERITIES}
    words = {"info": "info"}
    said = [f"{number} {words.get(severity, severity + 's' * (number != 1))}" for severity, number in counts.items() if number]
    files = f"{len(report.paths)} file{'s' * (len(report.paths) != 1)}"
    releases = report.named_releases()
    speaking = f" for Nomad {markdown(' and '.join(releases))}" if releases else ""
    return f"### nomadspec: {', '.join(said) or 'no findings'}\n\n{files} checked{speaking}.\n"


def _row(finding: Diagnostic) -> str:
    place = ""
    if finding.span is not None:
        place = finding.span.path + (f":{finding.span.start.line}" if finding.span.source.text else "")
    told = markdown(finding.message)
    if finding.environments:
        told += markdown(f" (only in {in_environments(finding)})")
    if finding.help:
        told += f"<br>{markdown(finding.help)}"
    code = f"[{finding.code}]({finding.url})" if finding.url else f"`{finding.code}`"
    return f"| {_SIGNS[finding.severity]} | {markdown_code(place) if place else ''} | {code} {told} |\n"
