"""Findings in the forms that CI systems read: GitHub commands, GitLab code quality, JUnit, Checkstyle, reviewdog's rdjson."""

from __future__ import annotations

import json

from nomadspec.reporting.escaping import github_data, github_property, line, terminal, xml
from nomadspec.reporting.sarif import fingerprint, line_and_code_point

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from nomadspec.source import Diagnostic, Source

_GITHUB = {"error": "error", "warning": "warning", "info": "notice"}
_GITLAB = {"error": "major", "warning": "minor", "info": "info"}
_RDJSON = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def github_report(diagnostics: Iterable[Diagnostic]) -> str:
    """Workflow commands: annotations on the changed files of a pull request."""
    rows = []
    for d in diagnostics:
        title = f"title={github_property(f'{d.code} {d.rule}')}"
        where = ""
        if d.span is not None:
            start, end = d.span.start, d.span.end
            where = f"file={github_property(d.span.path)},line={start.line},endLine={end.line},"
            if start.line == end.line:
                where += f"col={start.column},endColumn={max(end.column, start.column)},"
        whole = d.span is not None and not d.span.source.text and d.block
        text = (f"{d.block}: " if whole else "") + d.message + (f"\n{d.help}" if d.help else "")
        rows.append(f"::{_GITHUB[d.severity]} {where}{title}::{github_data(text)}\n")
    return "".join(rows)


def gitlab_report(diagnostics: Iterable[Diagnostic]) -> str:
    """GitLab's code quality report (a subset of Code Climate's)."""
    seen: dict[str, int] = {}
    rows = []
    for d in diagnostics:
        mark = fingerprint(d)
        number = seen[mark] = seen.get(mark, -1) + 1
        path, begin, end = (line(d.span.path), d.span.start.line, d.span.end.line) if d.span is not None else (".", 1, 1)
        rows.append(
            {
                "description": line(d.message),
                "check_name": d.code,
                "fingerprint": f"{mark}{number:x}",
                "severity": _GITLAB[d.severity],
                "location": {"path": path, "lines": {"begin": begin, "end": end}},
            }
        )
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


def _by_path(diagnostics: Iterable[Diagnostic], paths: Sequence[str]) -> dict[str, list[Diagnostic]]:
    files: dict[str, list[Diagnostic]] = {path: [] for path in paths}
    for d in diagnostics:
        files.setdefault(d.span.path if d.span is not None else "", []).append(d)
    return files


def junit_report(diagnostics: Iterable[Diagnostic], paths: Sequence[str]) -> str:
    """JUnit XML: a test case a file, a failure a finding at or above warning; advice as output."""
    suites = []
    total = failed = 0
    for path, findings in _by_path(diagnostics, paths).items():
        bad = [d for d in findings if d.severity != "info"]
        total, failed = total + 1, failed + bool(bad)
        name = xml(path or "(no file)")
        body = "".join(
            f'      <failure type="{xml(d.code)}" message="{xml(line(d.message))}">{xml(_where(d) + d.message + (chr(10) + d.help if d.help else ""))}</failure>\n'
            for d in bad
        )
        notes = "".join(f"{_where(d)}{d.code} {d.message}\n" for d in findings if d.severity == "info")
        output = f"      <system-out>{xml(notes)}</system-out>\n" if notes else ""
        inner = f">\n{body}{output}    </testcase>" if body or output else "/>"
        suites.append(
            f'  <testsuite name="{name}" tests="1" failures="{int(bool(bad))}" errors="0">\n    <testcase name="{name}" classname="nomadspec.lint"{inner}\n  </testsuite>\n'
        )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="nomadspec" tests="{total}" failures="{failed}">\n{"".join(suites)}</testsuites>\n'


def _where(d: Diagnostic) -> str:
    return f"{line(d.span.path)}:{d.span.start.line}:{d.span.start.column}: " if d.span is not None else ""


def checkstyle_report(diagnostics: Iterable[Diagnostic], paths: Sequence[str]) -> str:
    """Checkstyle XML."""
    rows = []
    for path, findings in _by_path(diagnostics, paths).items():
        errors = "".join(
            f'    <error line="{d.span.start.line if d.span else 1}" column="{d.span.start.column if d.span else 1}" severity="{d.severity}"'
            f' message="{xml(line(d.message))}" source="nomadspec.{xml(d.code)}"/>\n'
            for d in findings
        )
        rows.append(f'  <file name="{xml(path)}">\n{errors}  </file>\n')
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n{"".join(rows)}</checkstyle>\n'


def rdjson_report(diagnostics: Iterable[Diagnostic]) -> str:
    """Reviewdog's diagnostic format, with suggestions from fixes."""
    from nomadspec.version import HOME

    rows = []
    for d in diagnostics:
        row: dict[str, Any] = {"message": terminal(d.message), "severity": _RDJSON[d.severity], "code": {"value": d.code, **({"url": d.url} if d.url else {})}}
        if d.span is not None:
            source = d.span.source
            row["location"] = {"path": line(d.span.path), "range": _range(source, d.span.start_offset, d.span.end_offset)}
            if d.fix is not None:
                row["suggestions"] = [{"range": _range(source, e.start, e.end), "text": e.text} for e in d.fix.edits]
        rows.append(row)
    tool = {"name": "nomadspec", **({"url": HOME} if HOME else {})}
    return json.dumps({"source": tool, "diagnostics": rows}, indent=2, ensure_ascii=False) + "\n"


def _range(source: Source, start: int, end: int) -> dict[str, Any]:
    """Line and column from 1; reviewdog counts columns in UTF-8 bytes."""

    def at(offset: int) -> dict[str, int]:
        number, column = line_and_code_point(source, offset)
        begin = source.line_starts[number - 1]
        return {"line": number, "column": len(source.text[begin : begin + column - 1].encode("utf-8", "surrogatepass")) + 1}

    return {"start": at(start), "end": at(max(start, end))}
