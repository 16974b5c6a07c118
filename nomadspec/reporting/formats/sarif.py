"""SARIF 2.1.0: findings for code scanning, with rules, regions, fixes and fingerprints that survive moved lines."""

from __future__ import annotations

from nomadspec.reporting.columns import line_and_code_point
from nomadspec.reporting.escaping import json_text, markdown, terminal, uri
from nomadspec.reporting.findings import in_environments
from nomadspec.reporting.fingerprint import fingerprint
from nomadspec.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.reporting.formats import Report
    from nomadspec.rules.rule import Rule
    from nomadspec.source import Diagnostic, Edit, Source, Span

_LEVEL = {"error": "error", "warning": "warning", "info": "note"}


def render(report: Report) -> str:
    """One run with all findings."""
    from nomadspec.rules.registry import ENGINE, builtin
    from nomadspec.version import HOME

    known = {rule.code: rule for rule in (*builtin(), *ENGINE)}
    rules: dict[str, int] = {}
    descriptors: list[dict[str, Any]] = []
    for finding in report.findings:
        if finding.code not in rules:
            rules[finding.code] = len(rules)
            descriptors.append(_rule(finding, known.get(finding.code)))
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
    return json_text(log, 2) + "\n"


#: Areas of the rules that are about security, whatever else they are about.
_SECURITY = ("security", "credentials", "secrets")


def _tags(known: Rule | None) -> list[str]:
    """The tags for code scanning: the scope of the rule, its area, and security. Nomad's own messages are tagged nomad."""
    if known is None:
        return ["nomad"]
    area = known.module.split(".")[3:-1] if known.module.startswith("nomadspec.rules.") else []
    tags = [known.scope, *area]
    return [*tags, "security"] if "security" not in tags and not set(_SECURITY).isdisjoint({*tags, *known.name.split("-")}) else tags


#: The severity of a security finding for code scanning (0 to 10).
_SECURITY_SEVERITY = {"error": "8.0", "warning": "5.5", "info": "3.0"}


def _rule(finding: Diagnostic, known: Rule | None) -> dict[str, Any]:
    summary = terminal(known.summary if known is not None and known.summary else finding.rule.replace("-", " "))
    tags = _tags(known)
    rule: dict[str, Any] = {
        "id": finding.code,
        "name": finding.rule,
        "shortDescription": {"text": summary},
        "help": _help(finding, summary),
        "defaultConfiguration": {"level": _LEVEL[finding.severity]},
        "properties": {"tags": tags},
    }
    if "security" in tags:
        rule["properties"]["security-severity"] = _SECURITY_SEVERITY[finding.severity]
    if finding.url:
        rule["helpUri"] = finding.url
    return rule


def _help(finding: Diagnostic, summary: str) -> dict[str, str]:
    """What a reader of code scanning is shown beside the finding: the rule, and how to read more."""
    page = f"`nomadspec rule {finding.code}`" if finding.url is None else f"[{finding.rule}]({finding.url})"
    return {"text": f"{summary}\nMore: {page.strip('`') if finding.url is None else finding.url}", "markdown": f"{markdown(summary)}\n\nMore: {page}"}


def _result(finding: Diagnostic, rules: dict[str, int], occurrences: dict[str, int]) -> dict[str, Any]:
    text = terminal(finding.message) + (f"\n{terminal(finding.help)}" if finding.help else "")
    if finding.environments:
        text += f"\nOnly in {in_environments(finding)}."
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
    if not location["uri"].startswith("file:"):
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
