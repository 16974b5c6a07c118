"""`file()` of a jobspec that is looked at from elsewhere: what only looks reads the file beside the jobspec, what speaks for Nomad does not."""

from __future__ import annotations

import json

import pytest

from tests.cli.run import Runner

JOB = """job "a" {
  group "g" {
    task "t" {
      driver = "docker"
      config {
        image  = "a:1"
        volmes = []
      }
      template {
        destination = "local/app.conf"
        data        = CALL
      }
    }
  }
}
"""


@pytest.fixture
def elsewhere(nomadspec: Runner) -> Runner:
    nomadspec.write("services/a/job.nomad.hcl", JOB.replace("CALL", 'file("app.conf")'))
    nomadspec.write("services/a/app.conf", "one\n{{ if }}\n")
    return nomadspec


def test_lint_reads_beside_the_jobspec_and_says_so(elsewhere: Runner) -> None:
    out = elsewhere("lint", "-o", "concise", "services").out
    assert "services/a/job.nomad.hcl:11:23: EVA244 no such file in the working folder; services/a/app.conf was read instead" in out
    assert "services/a/job.nomad.hcl:7:9: DRV001" in out
    assert "services/a/app.conf:2:1: TPL001" in out
    assert "of the template" not in out


def test_the_working_folder_is_named_once_for_a_jobspec(elsewhere: Runner) -> None:
    """It is one cause, however many files are read."""
    elsewhere.write("services/a/job.nomad.hcl", JOB.replace("CALL", 'join("", [file("app.conf"), file("b.conf"), file("c.conf")])'))
    for name in ("app", "b", "c"):
        elsewhere.write(f"services/a/{name}.conf", "one\n")
    (found,) = [f for f in json.loads(elsewhere("lint", "-o", "json", "services").out)["findings"] if f["code"] == "EVA244"]
    assert found["help"].endswith("This occurs 2 more times in this file.")


def test_the_working_folder_comes_first(elsewhere: Runner) -> None:
    elsewhere.write("app.conf", "right\n")
    assert "app.conf" not in elsewhere("lint", "-o", "concise", "services").out


@pytest.mark.parametrize("call", ['filebase64("app.conf")', 'fileexists("app.conf") ? "a" : nope', 'join("", fileset("conf", "*.x"))'])
def test_other_functions_that_read(elsewhere: Runner, call: str) -> None:
    elsewhere.write("services/a/conf/a.x", "")
    elsewhere.write("services/a/job.nomad.hcl", JOB.replace("CALL", call))
    findings = json.loads(elsewhere("lint", "-o", "json", "services").out)["findings"]
    assert [(f["code"], f["severity"]) for f in findings if f["code"].startswith("EVA")] == [("EVA244", "info")]


def test_a_file_that_appears_in_the_working_folder_is_seen_by_the_next_lint(elsewhere: Runner) -> None:
    first = elsewhere("lint", "-o", "concise", "--cache-dir", "cache", "services").out
    assert "EVA244" in first
    assert elsewhere("lint", "-o", "concise", "--cache-dir", "cache", "services").out == first
    elsewhere.write("app.conf", "one\n{{ if }}\n")
    again = elsewhere("lint", "-o", "concise", "--cache-dir", "cache", "services").out
    assert "EVA244" not in again
    assert "\napp.conf:2:1: TPL001" in f"\n{again}"


def test_graph_reads_beside_the_jobspec(elsewhere: Runner) -> None:
    assert elsewhere("graph", "services/a/job.nomad.hcl").status == 0


@pytest.mark.parametrize("command", ["compile", "validate", "plan"])
def test_what_speaks_for_nomad_names_the_file(elsewhere: Runner, command: str) -> None:
    result = elsewhere(command, "services/a/job.nomad.hcl")
    assert result.status in (1, 255)
    assert "no file exists at app.conf" in result.out + result.err
    assert "services/a/app.conf exists: run the command in services/a." in result.out + result.err


def test_nothing_outside_of_the_repository_is_read(elsewhere: Runner) -> None:
    elsewhere.write("services/a/job.nomad.hcl", JOB.replace("CALL", 'file("../../../../../../../../../etc/hostname")'))
    assert "EVA244" not in elsewhere("lint", "-o", "concise", "services").out
