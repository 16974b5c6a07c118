"""SARIF 2.1.0: findings for code scanning, with rules, regions, fixes and fingerprints that survive moved lines."""

from __future__ import annotations

import json

from nomadspec.reporting.columns import line_and_code_point
from nomadspec.reporting.escaping import terminal, uri
from nomadspec.reporting.fingerprint import fingerprint
from nomadspec.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.reporting.formats import Report
    from nomadspec.source import Diagnostic, Edit, Source, Span

_LEVEL = {"error": "error", "warning": "warning", "info": "note"}


def render(report: Report) -> str:
    """One run with all findings."""
    from nomadspec.rules.registry import ENGINE, builtin
    from nomadspec.version import HOME

    summaries = {rule.code: rule.summary for rule in (*builtin(), *ENGINE)}
    rules: dict[str, int] = {}
    descriptors: list[dict[str, Any]] = []
    for finding in report.findings:
        if finding.code not in rules:
            rules[finding.code] = len(rules)
            descriptors.append(_rule(finding, summaries.get(finding.code)))
    occurrences: dict[str, int] = {}
    results = [_result(finding, rules, occurrences) for finding in report.findings]
    driver = {
        "name": "nomadspec",
        "version": __version__,
        "semanticVersion": __version__,
        **({"informationUri": HOME} if HOME else {}),
        "properties": {"nomad": ", ".join(report.releases)},
        "rules": descriptors,
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The folder in which nomadspec ran."}}},
        "results": results,
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(finding: Diagnostic, summary: str | None) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": finding.code,
        "name": finding.rule,
        "shortDescription": {"text": terminal(summary or finding.rule.replace("-", " "))},
        "defaultConfiguration": {"level": _LEVEL[finding.severity]},
    }
    if finding.url:
        rule["helpUri"] = finding.url
    return rule


def _result(finding: Diagnostic, rules: dict[str, int], occurrences: dict[str, int]) -> dict[str, Any]:
    text = terminal(finding.message) + (f"\n{terminal(finding.help)}" if finding.help else "")
    result: dict[str, Any] = {"ruleId": finding.code, "ruleIndex": rules[finding.code], "level": _LEVEL[finding.severity], "message": {"text": text}}
    if finding.span is not None:
        location: dict[str, Any] = {"physicalLocation": _place(finding.span)}
        if finding.block:
            location["logicalLocations"] = [{"fullyQualifiedName": terminal(finding.block), "kind": "object"}]
        result["locations"] = [location]
    print_ = fingerprint(finding)
    seen = occurrences[print_] = occurrences.get(print_, -1) + 1
    result["partialFingerprints"] = {"nomadspec/v1": f"{print_}:{seen}"}
    related = [(t, s) for t, s in (*finding.related, *finding.trail) if s is not None]
    if related:
        result["relatedLocations"] = [{"id": i, "message": {"text": terminal(t)}, "physicalLocation": _place(s)} for i, (t, s) in enumerate(related)]
    if finding.fix is not None and finding.span is not None:
        result["fixes"] = [_fix(finding.fix.title, finding.fix.edits, finding.span.source)]
    return result


def _artifact(path: str) -> dict[str, Any]:
    location: dict[str, Any] = {"uri": uri(path)}
    if not path.startswith("/"):
        location["uriBaseId"] = "SRCROOT"
    return location


def _region(source: Source, start: int, end: int) -> dict[str, Any]:
    begin_line, begin_column = line_and_code_point(source, start)
    end_line, end_column = line_and_code_point(source, max(start, end))
    return {
        "startLine": begin_line,
        "startColumn": begin_column,
        "endLine": end_line,
        "endColumn": end_column,
        "charOffset": start,
        "charLength": max(0, end - start),
    }


def _place(span: Span) -> dict[str, Any]:
    return {"artifactLocation": _artifact(span.path), "region": _region(span.source, span.start_offset, span.end_offset)}


def _fix(title: str, edits: tuple[Edit, ...], source: Source) -> dict[str, Any]:
    changes: dict[str, list[dict[str, Any]]] = {}
    for edit in edits:
        replacement = {"deletedRegion": _region(source, edit.start, edit.end), "insertedContent": {"text": edit.text}}
        changes.setdefault(edit.path, []).append(replacement)
    return {"description": {"text": title}, "artifactChanges": [{"artifactLocation": _artifact(path), "replacements": rows} for path, rows in changes.items()]}
