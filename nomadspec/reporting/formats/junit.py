"""JUnit XML: a test case a file, a failure a finding at or above warning; advice as output."""

from __future__ import annotations

from nomadspec.reporting.escaping import line, xml
from nomadspec.reporting.findings import told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.reporting.formats import Report
    from nomadspec.source import Diagnostic


def render(report: Report) -> str:
    """JUnit XML: a test case a file, a failure a finding at or above warning; advice as output."""
    suites = []
    total = failed = 0
    for path, findings in report.by_path().items():
        bad = [d for d in findings if d.severity != "info"]
        total, failed = total + 1, failed + bool(bad)
        name = xml(path or "(no file)")
        body = "".join(
            f'      <failure type="{xml(d.code)}" message="{xml(line(told(d)))}">{xml(_where(d) + told(d) + (chr(10) + d.help if d.help else ""))}</failure>\n'
            for d in bad
        )
        notes = "".join(f"{_where(d)}{d.code} {told(d)}\n" for d in findings if d.severity == "info")
        output = f"      <system-out>{xml(notes)}</system-out>\n" if notes else ""
        inner = f">\n{body}{output}    </testcase>" if body or output else "/>"
        suites.append(
            f'  <testsuite name="{name}" tests="1" failures="{int(bool(bad))}" errors="0">\n    <testcase name="{name}" classname="nomadspec.lint"{inner}\n  </testsuite>\n'
        )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="nomadspec" tests="{total}" failures="{failed}">\n{"".join(suites)}</testsuites>\n'


def _where(d: Diagnostic) -> str:
    return f"{line(d.span.path)}:{d.span.start.line}:{d.span.start.column}: " if d.span is not None else ""
