"""Findings in the formats that programs read: shapes as their consumers expect them, places as each of them counts."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

import nomadspec
from nomadspec.reporting import ci
from nomadspec.reporting.machine import json_report, json_schema, jsonl_report
from nomadspec.reporting.sarif import sarif_report
from nomadspec.source import Diagnostic, Edit, Fix, Source
from tests.reporting.sarif_schema import SCHEMA
from tests.workspace.samples import FAULTY

#: Characters beyond the first plane: SARIF counts code points, reviewdog bytes, Nomad grapheme clusters.
TEXT = 'job "x" {\n  # 😀é\n  name = "😀" port = "htp"\n}\n'
AT = TEXT.index('"htp"')


def finding(path: str = "jobs/web.nomad.hcl", severity: str = "error") -> Diagnostic:
    source = Source(TEXT, path)
    span = source.span(AT, AT + 5)
    return Diagnostic(
        "REF001",
        "service-port-unknown",
        severity,  # type: ignore[arg-type]
        "no port 'htp'\nin the group",
        span,
        block='job["x"]',
        help="50 % of all; see: http",
        fix=Fix("use http", (Edit(path, AT + 1, AT + 4, "http"),), safe=True),
        url="https://example.com/rules/REF001",
        related=(("set here", source.span(0, 3)), ("nowhere", None)),
    )


NO_PLACE = Diagnostic("LNT005", "plugin-failed", "warning", "plugin x is left out")
ALL = [finding(), finding(severity="warning"), finding("b c.hcl", "info"), NO_PLACE]


def test_sarif() -> None:
    report = json.loads(sarif_report(ALL, {"REF001": "A service names a port that the group does not have."}))
    Draft202012Validator(SCHEMA).validate(report)
    (run,) = report["runs"]
    assert run["tool"]["driver"]["rules"] == [
        {
            "id": "REF001",
            "name": "service-port-unknown",
            "shortDescription": {"text": "A service names a port that the group does not have."},
            "defaultConfiguration": {"level": "error"},
            "helpUri": "https://example.com/rules/REF001",
        },
        {"id": "LNT005", "name": "plugin-failed", "shortDescription": {"text": "plugin failed"}, "defaultConfiguration": {"level": "warning"}},
    ]
    results = run["results"]
    assert [result["level"] for result in results] == ["error", "warning", "note", "warning"]
    place = results[0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "jobs/web.nomad.hcl", "uriBaseId": "SRCROOT"}
    assert place["region"] == {"startLine": 3, "startColumn": 21, "endLine": 3, "endColumn": 26, "charOffset": AT, "charLength": 5}
    assert results[2]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "b%20c.hcl"
    (change,) = results[0]["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": "http"}
    assert "locations" not in results[3]
    assert len({json.dumps(result["partialFingerprints"]) for result in results}) == 4


def test_fingerprints_survive_moved_lines() -> None:
    def fingerprints(text: str) -> list[str]:
        report = json.loads(sarif_report(nomadspec.lint(text, filename="web.nomad.hcl")))
        return [result["partialFingerprints"]["nomadspec/v1"] for result in report["runs"][0]["results"]]

    assert fingerprints(FAULTY) == fingerprints(f"# More.\n\n{FAULTY}") != []


def test_sarif_of_real_findings() -> None:
    report = json.loads(sarif_report(nomadspec.lint(FAULTY, {"persona": "pedantic"}, filename="web.nomad.hcl")))
    Draft202012Validator(SCHEMA).validate(report)
    assert report["runs"][0]["results"]


def test_json_and_jsonl() -> None:
    report = json.loads(json_report(ALL, 2))
    Draft202012Validator(json_schema()).validate(report)
    assert report["counts"] == {"error": 1, "warning": 2, "info": 1}
    assert [json.loads(line) for line in jsonl_report(ALL).splitlines()] == report["findings"]


def test_github() -> None:
    first, *_, last = ci.github_report(ALL).splitlines()
    assert first == (
        "::error file=jobs/web.nomad.hcl,line=3,endLine=3,col=21,endColumn=26,title=REF001 service-port-unknown"
        "::no port 'htp'%0Ain the group%0A50 %25 of all; see: http"
    )
    assert last == "::warning title=LNT005 plugin-failed::plugin x is left out"
    assert [line.split(" ")[0] for line in ci.github_report(ALL).splitlines()] == ["::error", "::warning", "::notice", "::warning"]


def test_gitlab() -> None:
    rows = json.loads(ci.gitlab_report(ALL))
    assert all(set(row) == {"description", "check_name", "fingerprint", "severity", "location"} for row in rows)
    assert [row["severity"] for row in rows] == ["major", "minor", "info", "minor"]
    assert rows[0]["location"] == {"path": "jobs/web.nomad.hcl", "lines": {"begin": 3, "end": 3}}
    assert len({row["fingerprint"] for row in rows}) == 4
    assert all(re.fullmatch("[0-9a-f]+", row["fingerprint"]) for row in rows)


def test_junit() -> None:
    root = ElementTree.fromstring(ci.junit_report(ALL, ["jobs/web.nomad.hcl", "b c.hcl", "clean.hcl"]))
    assert (root.tag, root.get("tests"), root.get("failures")) == ("testsuites", "4", "2")
    cases = {case.get("name"): case for case in root.iter("testcase")}
    assert list(cases) == ["jobs/web.nomad.hcl", "b c.hcl", "clean.hcl", "(no file)"]
    assert [failure.get("type") for failure in cases["jobs/web.nomad.hcl"].iter("failure")] == ["REF001", "REF001"]
    assert "jobs/web.nomad.hcl:3:" in (cases["jobs/web.nomad.hcl"][0].text or "")
    # Advice is no failure.
    assert [child.tag for child in cases["b c.hcl"]] == ["system-out"]
    assert len(cases["clean.hcl"]) == 0


def test_checkstyle() -> None:
    root = ElementTree.fromstring(ci.checkstyle_report(ALL, ["jobs/web.nomad.hcl", "clean.hcl"]))
    assert root.tag == "checkstyle"
    assert [file.get("name") for file in root] == ["jobs/web.nomad.hcl", "clean.hcl", "b c.hcl", ""]
    assert dict(root[0][0].attrib) == {
        "line": "3",
        "column": "21",
        "severity": "error",
        "message": "no port 'htp'\\nin the group",
        "source": "nomadspec.REF001",
    }


def test_rdjson() -> None:
    report = json.loads(ci.rdjson_report(ALL))
    first = report["diagnostics"][0]
    assert first["severity"] == "ERROR"
    assert first["code"] == {"value": "REF001", "url": "https://example.com/rules/REF001"}
    # Columns in bytes of UTF-8: the emoji has four.
    assert first["location"] == {"path": "jobs/web.nomad.hcl", "range": {"start": {"line": 3, "column": 24}, "end": {"line": 3, "column": 29}}}
    assert first["suggestions"] == [{"range": {"start": {"line": 3, "column": 25}, "end": {"line": 3, "column": 28}}, "text": "http"}]
    assert "location" not in report["diagnostics"][3]


@pytest.mark.parametrize("make", [sarif_report, jsonl_report, ci.github_report, ci.gitlab_report, ci.rdjson_report])
def test_nothing_found_is_a_report_too(make: object) -> None:
    text = make([])  # type: ignore[operator]
    assert text == "" or json.loads(text) is not None
