"""Findings for programs: the JSON forms. Their shape is `schemas/lint.schema.json`."""

from __future__ import annotations

from nomadspec.version import NOMAD_VERSION, __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from nomadspec.source import Diagnostic, Span


def place(span: Span | None) -> dict[str, Any]:
    """A span as plain data: path, and start and end with line and column from 1, offset from 0."""
    if span is None:
        return {"path": None, "start": None, "end": None}
    start, end = span.start, span.end
    return {
        "path": span.path,
        "start": {"line": start.line, "column": start.column, "offset": start.offset},
        "end": {"line": end.line, "column": end.column, "offset": end.offset},
    }


def finding(diagnostic: Diagnostic) -> dict[str, Any]:
    """One finding as plain data."""
    fix = diagnostic.fix
    return {
        "code": diagnostic.code,
        "rule": diagnostic.rule,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        **place(diagnostic.span),
        "block": diagnostic.block,
        "help": diagnostic.help,
        "url": diagnostic.url,
        "nomad": diagnostic.nomad,
        "trail": [{"text": text, **place(span)} for text, span in diagnostic.trail],
        "related": [{"text": text, **place(span)} for text, span in diagnostic.related],
        "fix": None
        if fix is None
        else {"title": fix.title, "safe": fix.safe, "edits": [{"path": e.path, "start": e.start, "end": e.end, "text": e.text} for e in fix.edits]},
    }


def json_report(diagnostics: Iterable[Diagnostic], files: int) -> str:
    """`lint -o json`: one object with the version, the findings and their counts."""
    import json

    findings = [finding(d) for d in diagnostics]
    counts = {severity: sum(f["severity"] == severity for f in findings) for severity in ("error", "warning", "info")}
    report = {"nomadspec": __version__, "nomad": NOMAD_VERSION, "files": files, "counts": counts, "findings": findings}
    return json.dumps(report, indent=2, ensure_ascii=False) + "\n"


def jsonl_report(diagnostics: Iterable[Diagnostic]) -> str:
    """`lint -o jsonl`: a finding a line."""
    import json

    return "".join(json.dumps(finding(d), ensure_ascii=False) + "\n" for d in diagnostics)
