"""Which rules run, and how severe their findings are: by code, prefix and name, per path, by persona; and baselines."""

from __future__ import annotations

import json
from typing import Any

import pytest

import nomadspec as api
from tests.cli.conftest import nomadspec
from tests.cli.run import Runner
from tests.workspace.samples import FAULTY

__all__ = ["nomadspec"]


def codes(config: dict[str, Any]) -> list[str]:
    return [diagnostic.code for diagnostic in api.lint(FAULTY, config=config)]


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({}, ["REF001"]),
        ({"select": ["ALL"]}, ["REF001"]),
        ({"select": ["REF"]}, ["REF001"]),
        ({"select": ["REF0", "user-root"]}, ["REF001", "SEC007"]),
        ({"select": ["service-port-unknown"]}, ["REF001"]),
        ({"select": ["NET"]}, []),
        ({"ignore": ["REF001"]}, []),
        ({"ignore": ["REF"]}, []),
        ({"ignore": ["service-port-unknown"]}, []),
        # The more specific entry wins; at equal strength it is off.
        ({"select": ["REF001"], "ignore": ["REF"]}, ["REF001"]),
        ({"select": ["REF"], "ignore": ["REF001"]}, []),
        ({"select": ["REF"], "ignore": ["REF"]}, []),
        ({"extend-select": ["SEC007"]}, ["REF001", "SEC007"]),
        ({"select": ["NET"], "extend-select": ["REF"]}, ["REF001"]),
        # What is for pedants runs for them, or when something more specific than ALL asks for it.
        ({"persona": "pedantic", "select": ["ALL"], "ignore": ["SVC", "UPD", "RES"]}, ["REF001", "SEC007"]),
        ({"select": ["SEC"]}, ["SEC007"]),
    ],
)
def test_selection(config: dict[str, Any], expected: list[str]) -> None:
    assert [code for code in codes(config) if code in ("REF001", "SEC007")] == expected


def test_severity_by_rule_the_most_exact_entry_wins() -> None:
    for severity, expected in (({"REF": "info"}, "info"), ({"REF": "info", "REF001": "warning"}, "warning"), ({"ALL": "info"}, "info")):
        (finding,) = api.lint(FAULTY, config={"select": ["REF001"], "severity": severity})
        assert finding.severity == expected


def test_overrides_by_path(nomadspec: Runner) -> None:
    nomadspec.write(
        "nomadspec.toml",
        '[[overrides]]\npaths = ["legacy/"]\nignore = ["REF001"]\n\n[[overrides]]\npaths = ["*.strict.nomad.hcl"]\nselect = ["REF"]\nseverity = { REF001 = "warning" }\n',
    )
    for name in ("new", "legacy/old", "legacy/deep/old", "a.strict"):
        nomadspec.write(f"{name}.nomad.hcl", FAULTY.replace('"web"', f'"{name.replace("/", "-")}"'))
    findings = json.loads(nomadspec("lint", "-o", "json").out)["findings"]
    assert [(f["path"], f["code"], f["severity"]) for f in findings] == [("a.strict.nomad.hcl", "REF001", "warning"), ("new.nomad.hcl", "REF001", "error")]


@pytest.mark.parametrize(
    ("words", "status", "found"),
    [
        ([], 1, True),
        (["--select", "REF"], 1, True),
        (["--select", "NET,DRV"], 0, False),
        (["--ignore", "REF001"], 0, False),
        (["--select", "NET", "--extend-select", "REF001"], 1, True),
        (["--fail-on", "never"], 0, True),
    ],
)
def test_on_the_command_line(nomadspec: Runner, words: list[str], status: int, found: bool) -> None:
    nomadspec.write("nomadspec.toml", 'ignore = ["NET"]\n')
    nomadspec.write("web.nomad.hcl", FAULTY)
    result = nomadspec("lint", "-o", "concise", *words)
    assert (result.status, "REF001" in result.out) == (status, found)


@pytest.mark.parametrize("severity", ["error", "warning", "info"])
def test_fail_on(nomadspec: Runner, severity: str) -> None:
    nomadspec.write("nomadspec.toml", f'select = ["REF001"]\n[severity]\nREF001 = "{severity}"\n')
    nomadspec.write("web.nomad.hcl", FAULTY)
    rank = ["info", "warning", "error", "never"]
    for threshold in rank:
        assert nomadspec("lint", "--fail-on", threshold).status == int(rank.index(severity) >= rank.index(threshold))


def test_unknown_codes_are_refused_with_the_nearest(nomadspec: Runner) -> None:
    nomadspec.write("web.nomad.hcl", FAULTY)
    for option in ("--select", "--ignore", "--extend-select"):
        result = nomadspec("lint", option, "service-port-unknwon")
        assert (result.status, result.out) == (2, "")
        assert "unknown rule 'service-port-unknwon': not a code, code prefix or name; did you mean service-port-unknown?" in result.err


def test_a_baseline_reports_what_is_new(nomadspec: Runner) -> None:
    nomadspec.write("jobs/web.nomad.hcl", FAULTY)
    assert nomadspec("lint", "--write-baseline", "baseline.json").status == 0
    assert nomadspec("lint", "--baseline", "baseline.json", "-o", "concise").status == 0
    # Lines move: still the same findings.
    nomadspec.write("jobs/web.nomad.hcl", f"# A comment.\n\n{FAULTY}")
    assert nomadspec("lint", "--baseline", "baseline.json").status == 0
    # One more of the same kind, in another block: that one is new.
    service = FAULTY[FAULTY.index("    service {") : FAULTY.index('    task "')]
    nomadspec.write("jobs/web.nomad.hcl", FAULTY.replace('    task "', f'{service.replace(chr(34) + "web", chr(34) + "other")}    task "'))
    result = nomadspec("lint", "--baseline", "baseline.json", "-o", "concise")
    assert result.status == 1
    assert [line.split(" ")[0] for line in result.out.splitlines()] == ["jobs/web.nomad.hcl:18:7:"]
    # From another folder, and named in the configuration.
    nomadspec.write("jobs/web.nomad.hcl", FAULTY)
    nomadspec.write("nomadspec.toml", 'baseline = "baseline.json"\n')
    assert nomadspec("lint", "jobs/web.nomad.hcl").status == 0


def test_a_baseline_reports_what_no_longer_occurs(nomadspec: Runner) -> None:
    nomadspec.write("web.nomad.hcl", FAULTY)
    nomadspec.write("gone.nomad.hcl", FAULTY.replace('job "web"', 'job "old"'))
    nomadspec("lint", "--select", "REF", "--write-baseline", "b.json")
    words = ["lint", "--select", "REF,LNT", "--baseline", "b.json", "-o", "concise"]
    result = nomadspec(*words)
    assert "LNT008" not in result.out
    assert "accepted by b.json" in result.err
    (nomadspec.folder / "gone.nomad.hcl").unlink()
    nomadspec.write("web.nomad.hcl", FAULTY.replace('"htp"', '"http"'))
    rule = 'REF001 job["{}"].group["api"].service[0].port'
    assert [line.partition(" no longer")[0] for line in nomadspec(*words).out.splitlines()] == [
        f"b.json:4:5: LNT008 gone.nomad.hcl: {rule.format('old')}",
        f"b.json:7:5: LNT008 web.nomad.hcl: {rule.format('web')}",
    ]
    # What was not looked for is not missing.
    assert "LNT008 web" not in nomadspec(*words, "--ignore", "REF001").out
    nomadspec.write("web.nomad.hcl", "job {")
    assert "LNT008 web" not in nomadspec(*words).out
    # Without what no longer occurs.
    nomadspec.write("web.nomad.hcl", FAULTY)
    pruned = nomadspec(*words, "--prune-baseline")
    assert "1 finding removed from b.json" in pruned.err
    assert list(json.loads((nomadspec.folder / "b.json").read_text())["files"]) == ["web.nomad.hcl"]
    assert "LNT008" not in nomadspec(*words).out
    assert nomadspec("lint", "--prune-baseline").status == 2


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "nomadspec-baseline/9", "files": {}}', '{"format": "nomadspec-baseline/1", "files": {"a": 5}}'])
def test_a_baseline_that_is_none(nomadspec: Runner, text: str) -> None:
    nomadspec.write("web.nomad.hcl", FAULTY)
    nomadspec.write("baseline.json", text)
    result = nomadspec("lint", "--baseline", "baseline.json")
    assert (result.status, result.out) == (2, "")
    assert "baseline.json:" in result.err
