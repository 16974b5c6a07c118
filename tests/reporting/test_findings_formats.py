"""Findings in the formats that programs read: shapes as their consumers expect them, places as each of them counts."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

import nomadspec
from nomadspec.cli.options import LINT_FORMATS
from nomadspec.reporting import formats
from nomadspec.reporting.formats import FORMATS, Report
from nomadspec.reporting.machine import json_schema
from nomadspec.rules.registry import ENGINE, builtin
from nomadspec.source import Diagnostic, Edit, Fix, Source
from nomadspec.source.styled_text import plain
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


def render(form: str, findings: list[Diagnostic], paths: Sequence[str] = ()) -> str:
    return formats.render(form, Report(findings, paths))


def test_sarif() -> None:
    report = json.loads(render("sarif", ALL))
    Draft202012Validator(SCHEMA).validate(report)
    (run,) = report["runs"]
    assert run["tool"]["driver"]["rules"] == [
        {
            "id": "REF001",
            "name": "service-port-unknown",
            "shortDescription": {"text": next(rule.summary for rule in builtin() if rule.code == "REF001")},
            "help": {
                "text": f"{next(rule.summary for rule in builtin() if rule.code == 'REF001')}\nMore: https://example.com/rules/REF001",
                "markdown": "A group's service uses a port that the group does not have\\.\n\nMore: [service-port-unknown](https://example.com/rules/REF001)",
            },
            "defaultConfiguration": {"level": "error"},
            "properties": {"tags": ["jobspec", "references"]},
            "helpUri": "https://example.com/rules/REF001",
        },
        {
            "id": "LNT005",
            "name": "plugin-failed",
            "shortDescription": {"text": next(rule.summary for rule in ENGINE if rule.code == "LNT005")},
            "help": {
                "text": "A plugin could not be loaded or violates its contract.\nMore: nomadspec rule LNT005",
                "markdown": "A plugin could not be loaded or violates its contract\\.\n\nMore: `nomadspec rule LNT005`",
            },
            "defaultConfiguration": {"level": "warning"},
            "properties": {"tags": ["engine"]},
        },
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
        report = json.loads(render("sarif", nomadspec.lint(text, filename="web.nomad.hcl")))
        return [result["partialFingerprints"]["nomadspec/v1"] for result in report["runs"][0]["results"]]

    assert fingerprints(FAULTY) == fingerprints(f"# More.\n\n{FAULTY}") != []


def test_sarif_of_real_findings() -> None:
    report = json.loads(render("sarif", nomadspec.lint(FAULTY, {"persona": "pedantic"}, filename="web.nomad.hcl")))
    Draft202012Validator(SCHEMA).validate(report)
    assert report["runs"][0]["results"]


def test_json_and_jsonl() -> None:
    report = json.loads(render("json", ALL, ["a", "b"]))
    Draft202012Validator(json_schema()).validate(report)
    assert report["counts"] == {"error": 1, "warning": 2, "info": 1}
    assert [json.loads(line) for line in render("jsonl", ALL).splitlines()] == report["findings"]


def test_sarif_marks_security() -> None:
    text = 'job "a" {\n  group "g" {\n    task "t" {\n      driver = "docker"\n      config {\n        image = "a:1"\n        privileged = true\n      }\n    }\n  }\n}\n'
    rules = json.loads(render("sarif", nomadspec.lint(text, {"persona": "pedantic"})))["runs"][0]["tool"]["driver"]["rules"]
    privileged = next(rule for rule in rules if "privileged" in rule["name"])
    assert "security" in privileged["properties"]["tags"]
    assert 0 < float(privileged["properties"]["security-severity"]) <= 10


def test_markdown() -> None:
    only_staging = finding().replace(message="a | b", help="use `x`", environments=("staging",), fix=None)
    assert render("markdown", [only_staging, NO_PLACE], ["jobs/web.nomad.hcl"]) == (
        "<!-- nomadspec lint -->\n"
        "### nomadspec: 1 error, 1 warning\n\n"
        "1 file checked.\n\n"
        "| | Place | Finding |\n| --- | --- | --- |\n"
        "| 🔴 error | `jobs/web.nomad.hcl:3` | [REF001](https://example.com/rules/REF001) a \\| b \\(only in environment staging\\)<br>use \\`x\\` |\n"
        "| 🟡 warning |  | `LNT005` plugin x is left out |\n"
    )
    assert render("markdown", [], ["a"]) == "<!-- nomadspec lint -->\n### nomadspec: no findings\n\n1 file checked.\n"


def test_markdown_is_no_longer_than_a_comment() -> None:
    text = render("markdown", [finding()] * 2000)
    assert len(text) < 65_000
    assert re.search(r"… and \d+ more: the full report exceeds the size limit of comments\.\n$", text)


def test_github() -> None:
    first, *_, last = render("github", ALL).splitlines()
    assert first == (
        "::error file=jobs/web.nomad.hcl,line=3,endLine=3,col=21,endColumn=26,title=REF001 service-port-unknown"
        "::no port 'htp'%0Ain the group%0A50 %25 of all; see: http"
    )
    assert last == "::warning title=LNT005 plugin-failed::plugin x is left out"
    assert [line.split(" ")[0] for line in render("github", ALL).splitlines()] == ["::error", "::warning", "::notice", "::warning"]


def test_gitlab() -> None:
    rows = json.loads(render("gitlab", ALL))
    assert all(set(row) == {"description", "check_name", "fingerprint", "severity", "location"} for row in rows)
    assert [row["severity"] for row in rows] == ["major", "minor", "info", "minor"]
    assert rows[0]["location"] == {"path": "jobs/web.nomad.hcl", "lines": {"begin": 3, "end": 3}}
    assert len({row["fingerprint"] for row in rows}) == 4
    assert all(re.fullmatch("[0-9a-f]+", row["fingerprint"]) for row in rows)


def test_junit() -> None:
    root = ElementTree.fromstring(render("junit", ALL, ["jobs/web.nomad.hcl", "b c.hcl", "clean.hcl"]))
    assert (root.tag, root.get("tests"), root.get("failures")) == ("testsuites", "4", "2")
    cases = {case.get("name"): case for case in root.iter("testcase")}
    assert list(cases) == ["jobs/web.nomad.hcl", "b c.hcl", "clean.hcl", "(no file)"]
    assert [failure.get("type") for failure in cases["jobs/web.nomad.hcl"].iter("failure")] == ["REF001", "REF001"]
    assert "jobs/web.nomad.hcl:3:" in (cases["jobs/web.nomad.hcl"][0].text or "")
    # Advice is no failure.
    assert [child.tag for child in cases["b c.hcl"]] == ["system-out"]
    assert len(cases["clean.hcl"]) == 0


def test_checkstyle() -> None:
    root = ElementTree.fromstring(render("checkstyle", ALL, ["jobs/web.nomad.hcl", "clean.hcl"]))
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
    report = json.loads(render("rdjson", ALL))
    first = report["diagnostics"][0]
    assert first["severity"] == "ERROR"
    assert first["code"] == {"value": "REF001", "url": "https://example.com/rules/REF001"}
    # Columns in bytes of UTF-8: the emoji has four.
    assert first["location"] == {"path": "jobs/web.nomad.hcl", "range": {"start": {"line": 3, "column": 24}, "end": {"line": 3, "column": 29}}}
    assert first["suggestions"] == [{"range": {"start": {"line": 3, "column": 25}, "end": {"line": 3, "column": 28}}, "text": "http"}]
    assert "location" not in report["diagnostics"][3]


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_found_is_a_report_too(form: str) -> None:
    text = render(form, [], ["jobs/web.nomad.hcl"])
    assert text == "" or text.startswith(("<?xml", "<!-- nomadspec", "<!doctype html>")) or json.loads(text) is not None


def test_a_format_is_one_file_and_one_row() -> None:
    """A file without a row would never be used; a row that is not a file here fails when it is chosen."""
    folder = Path(formats.__file__).parent
    assert {f"nomadspec.reporting.formats.{path.stem}" for path in folder.glob("*.py")} - {formats.__name__ + ".__init__"} == set(FORMATS.values())
    assert tuple(FORMATS) == LINT_FORMATS


@pytest.mark.parametrize("form", FORMATS)
def test_lines_are_what_is_rendered(form: str) -> None:
    styled = formats.lines(form, Report(ALL))
    assert (styled is None) == (form not in ("text", "concise"))
    if styled is not None:
        assert plain(styled) == render(form, ALL)
        assert render(form, ALL).count("port") >= 3
