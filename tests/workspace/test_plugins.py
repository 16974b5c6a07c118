"""Plugins: the example packages work as they say; faulty ones are findings, and the run goes on."""

from __future__ import annotations

import json
import sys
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from nomadspec.backends.opening import BackendError, OpenOptions, open_state
from nomadspec.cluster.state_faults import StateError
from nomadspec.rules.rule import Finding
from nomadspec.workspace.configuration import from_mapping
from nomadspec.workspace.linting import lint_one
from nomadspec.workspace.plugins import describe
from tests.cli.conftest import nomadspec
from tests.cli.run import Runner
from tests.workspace.installing import install

__all__ = ["nomadspec"]

JOB = """
job "web" {
  group "g" {
    task "t" {
      driver = "docker"

      config {
        image = "nginx:1.27.2"
      }
    }
  }
}
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site-packages"
    folder.mkdir()
    return folder


def findings(nomadspec: Runner, *words: str) -> list[tuple[str, str]]:
    report = json.loads(nomadspec("lint", "-o", "json", *words).out)
    return [(finding["code"], finding["message"]) for finding in report["findings"] if finding["code"].startswith(("EXA", "FLT", "LNT"))]


def test_rules_of_a_package(nomadspec: Runner, monkeypatch: pytest.MonkeyPatch, site: Path) -> None:
    nomadspec.write("jobs/web.nomad.hcl", JOB)
    nomadspec.write("jobs/ok.nomad.hcl", JOB.replace('job "web" {', 'job "ops-web" {\n  meta {\n    owner = "me"\n  }\n'))
    assert nomadspec("lint", "--select", "EXA001", "jobs").status == 2
    install(monkeypatch, site, "rules")
    assert findings(nomadspec, "jobs") == [("EXA001", 'this job has no "owner" in its meta'), ("EXA002", "the id 'web' names no team")]
    assert findings(nomadspec, "jobs", "--ignore", "owner-missing") == [("EXA002", "the id 'web' names no team")]
    assert findings(nomadspec, "jobs", "--no-plugins") == []
    assert "EXA001   owner-missing" in nomadspec("rule").out
    assert "Nobody knows whom to wake." in nomadspec("rule", "owner-missing").out


def test_options_severity_and_suppression_count_for_plugins_too(nomadspec: Runner, monkeypatch: pytest.MonkeyPatch, site: Path) -> None:
    install(monkeypatch, site, "rules")
    nomadspec.write("nomadspec.toml", '[severity]\nEXA001 = "error"\n[rules.owner-missing]\nkey = "team"\n')
    nomadspec.write("jobs/web.nomad.hcl", JOB)
    result = nomadspec("lint", "-o", "concise", "--select", "EXA", "jobs")
    assert (result.status, result.out.splitlines()) == (1, ['jobs/web.nomad.hcl:2:1: EXA001 this job has no "team" in its meta'])
    nomadspec.write("jobs/web.nomad.hcl", "# nomadspec: ignore[owner-missing] it has none" + JOB)
    assert nomadspec("lint", "--select", "EXA,LNT", "jobs") == (0, "", "No findings, 1 file checked.\n")


def test_faulty_plugins_are_findings_and_the_run_goes_on(nomadspec: Runner, monkeypatch: pytest.MonkeyPatch, site: Path) -> None:
    install(monkeypatch, site, "faulty")
    install(monkeypatch, site, "rules")
    nomadspec.write("web.nomad.hcl", JOB)
    package = "nomadspec_faulty_rules"
    assert sorted(findings(nomadspec, "web.nomad.hcl")) == [
        ("EXA001", 'this job has no "owner" in its meta'),
        ("LNT001", f"rule FLT002 (raises-in-check) failed here: ZeroDivisionError at line 14 of {package}.raises_in_check"),
        ("LNT001", "rule FLT003 (gives-a-wrong-type) failed here: TypeError: a rule must yield findings, not str"),
        ("LNT005", f"plugin absent ({package}.nowhere) is ignored: ModuleNotFoundError: No module named '{package}.nowhere'"),
        ("LNT005", f"plugin exits ({package}.exits) is ignored: SystemExit: 3"),
        (
            "LNT005",
            f"plugin has-no-check ({package}.has_no_check): {package}.has_no_check is ignored: "
            "rule FLT001 (has-no-check): the function check(visit) is missing",
        ),
        ("LNT005", f"plugin raises-on-import ({package}.raises_on_import) is ignored: RuntimeError: not here"),
        (
            "LNT005",
            f"plugin takes-a-code ({package}.takes_a_code): {package}.takes_a_code is ignored: "
            "code LNT001 or name mine-now is already used by nomadspec or another plugin",
        ),
    ]
    assert nomadspec("lint", "--no-plugins", "--select", "LNT", "web.nomad.hcl").out == ""


def test_a_state_backend_of_a_package(nomadspec: Runner, monkeypatch: pytest.MonkeyPatch, site: Path) -> None:
    nomadspec.write("nodes.csv", "name,datacenter,cpu,memory,drivers\nbig,dc1,4000,8192,docker exec\nsmall,dc1,100,128,docker\n")
    nomadspec.write("web.nomad.hcl", JOB)
    assert "unknown state backend 'inventory'" in nomadspec("plan", "--state", "inventory:nodes.csv", "web.nomad.hcl").err
    install(monkeypatch, site, "state")
    result = nomadspec("plan", "--state", "inventory:nodes.csv", "-o", "json", "web.nomad.hcl")
    assert result.status == 1
    assert [placement["node"] for placement in json.loads(result.out)["placements"]] == ["big"]
    assert "big    dc1         default              ready   eligible" in nomadspec("state", "show", "inventory:nodes.csv").out
    result = nomadspec("plan", "--state", "inventory:none.csv", "web.nomad.hcl")
    assert (result.status, result.out, result.err) == (255, "", "nomadspec: --state inventory:none.csv: none.csv: No such file or directory\n")
    assert nomadspec("plan", "--no-plugins", "--state", "inventory:nodes.csv", "web.nomad.hcl").status == 255


def test_faulty_backends_are_one_line(monkeypatch: pytest.MonkeyPatch, site: Path) -> None:
    install(monkeypatch, site, "faulty")
    with pytest.raises(BackendError, match=r"the state backend 'raises' \(nomadspec_faulty_rules:raises\) failed: KeyError: 'no such cluster'"):
        open_state("raises:x")
    with pytest.raises(StateError, match="nodes must be a list"):
        open_state("wrong:x")
    with pytest.raises(BackendError, match="the agent cannot be reached"):
        open_state("http://127.0.0.1:1", OpenOptions(timeout=5))


NUMBERS = count()


def linted(monkeypatch: pytest.MonkeyPatch, text: str, **constants: Any) -> list[tuple[str, str, str | None]]:
    """(code, message, help) of the findings in a jobspec, with a plugin's rule of these constants."""
    module = ModuleType(f"acme_rules.{next(NUMBERS)}")
    vars(module).update({"CODE": "ACM001", "NAME": "acme", "SEVERITY": "info", "check": lambda visit: [Finding("seen", help="ours")], **constants})
    monkeypatch.setitem(sys.modules, module.__name__, module)
    rule = describe(module, set())
    report = lint_one(text, from_mapping({"select": ["ACM", "NOM"]}), None, {"filename": "a.nomad.hcl", "environ": {}}, [rule])
    return [(d.code, d.message, d.help) for d in report.findings]


def test_if_written_of_a_plugin_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = [("ACM001", "seen", "ours")]
    assert linted(monkeypatch, JOB, BLOCKS=("Task",), IF_WRITTEN=("config.image",)) == seen
    assert linted(monkeypatch, JOB, BLOCKS=("Task",), IF_WRITTEN=("config.ports", "user")) == []
    assert linted(monkeypatch, JOB, ON=("Task",), WHEN=("user",)) == []


def test_if_any_of_a_plugin_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    analysis = ModuleType("acme_analysis")
    vars(analysis)["later"] = lambda visit, than: [visit.block.name] if visit.block.name > than else []
    monkeypatch.setitem(sys.modules, "acme_analysis", analysis)
    assert linted(monkeypatch, JOB, CODE="ACM002", BLOCKS=("Task",), IF_ANY=("acme_analysis", "later", "s")) == [("ACM002", "seen", "ours")]
    assert linted(monkeypatch, JOB, CODE="ACM003", BLOCKS=("Task",), IF_ANY=("acme_analysis", "later", "u")) == []


def test_same_as_of_a_plugin_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    text = JOB.replace('job "web" {', 'job "web" {\n  priority = -500')
    said = "job priority must be between [1, 100]"
    constants: dict[str, Any] = {"BLOCKS": ("Job",), "check": lambda visit: [Finding("seen", "priority", help="ours")]}
    assert linted(monkeypatch, text, **constants, SAME_AS="NOM1033") == [("NOM1033", said, "ours")]
    assert [code for code, _, _ in linted(monkeypatch, text, **constants)] == ["NOM1033", "ACM001"]
