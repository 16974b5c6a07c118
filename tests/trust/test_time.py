"""`--max-seconds`: a run ends in time and names what it did not finish. `lint --profile`: where the time went."""

from __future__ import annotations

import json
import signal
import sys
from typing import Any

import pytest

from nomadspec.workspace.file_linter import FileLinter
from tests.cli.run import Runner

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timers here")

JOB = 'job "j" {\n  group "g" {\n    task "t" {\n      driver = "docker"\n      config {\n        image = "redis:7"\n      }\n    }\n  }\n}\n'


def ring() -> None:
    """The time is up: what the timer that is set would do."""
    if sys.platform != "win32":
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
        signal.raise_signal(signal.SIGALRM)


@pytest.fixture
def slow(nomadspec: Runner) -> Runner:
    """Three files, of which the second does not come to an end in time."""
    for name in ("a", "b", "c"):
        nomadspec.write(f"{name}.nomad.hcl", JOB)
    quick = FileLinter.lint

    def lint(linter: FileLinter, path: str, text: str) -> Any:
        if path.startswith(("b", "stdin")):
            ring()
        return quick(linter, path, text)

    nomadspec.monkeypatch.setattr(FileLinter, "lint", lint)
    return nomadspec


def test_a_run_names_what_it_did_not_finish(slow: Runner) -> None:
    result = slow("lint", "--max-seconds", "600", "-o", "json", "--select", "LNT", ".")
    document = json.loads(result.out)
    (found,) = (one for one in document["findings"] if one["code"] == "LNT011")
    assert result.status == 1
    assert found["path"] == "b.nomad.hcl"
    assert found["message"] == "not finished within 600 seconds (--max-seconds): 2 files were not checked: b.nomad.hcl, c.nomad.hcl"
    assert document["files"] == 1


def test_standard_input_is_named(slow: Runner) -> None:
    result = slow("lint", "--max-seconds", "600", "-o", "concise", "-", stdin=JOB)
    assert result.status == 1
    assert result.out == "stdin:1:1: LNT011 not finished within 600 seconds (--max-seconds): 1 file was not checked: stdin\n"


@pytest.mark.parametrize("agents", [1, 2])
def test_agents_that_were_not_finished_are_named(nomadspec: Runner, agents: int) -> None:
    """The other files are reported as usual."""
    nomadspec.write("a.nomad.hcl", JOB.replace("    task", "    cuont = 1\n    task"))
    for number in range(agents):
        nomadspec.write(f"agents/{number}/client.hcl", 'data_dir = "/opt/nomad"\nclient {\n  enabled = true\n}\n')
    nomadspec.monkeypatch.setattr("nomadspec.workspace.agents.lint_agent", lambda *_, **__: ring())
    result = nomadspec("lint", "--max-seconds", "600", "-o", "json", ".")
    document = json.loads(result.out)
    (found,) = (one for one in document["findings"] if one["code"] == "LNT011")
    names = ", ".join(f"agents/{number}/client.hcl" for number in range(agents))
    assert found["message"].endswith(f"{agents} {'file was' if agents == 1 else 'files were'} not checked: {names}")
    assert document["files"] == 1
    assert "EVA201" in [one["code"] for one in document["findings"] if one["path"] == "a.nomad.hcl"]


@pytest.mark.parametrize("lints", [1, 2])
def test_an_upgrade_that_was_not_finished_is_not_called_ready(nomadspec: Runner, lints: int) -> None:
    """It is two lints, and the time may be up in each."""
    nomadspec.write("a.nomad.hcl", JOB)
    quick, begun = FileLinter.lint, []

    def lint(linter: FileLinter, path: str, text: str) -> Any:
        begun.append(path)
        if len(begun) == lints:
            ring()
        return quick(linter, path, text)

    nomadspec.monkeypatch.setattr(FileLinter, "lint", lint)
    result = nomadspec("lint", "--max-seconds", "600", "-o", "concise", "--nomad-version", "1.9", "--upgrade-to", "2.0", ".")
    assert (result.status, len(begun)) == (1, lints)
    assert "LNT011 not finished within 600 seconds (--max-seconds): 1 file was not checked: a.nomad.hcl" in result.out
    assert "ready" not in result.out


def test_rules_over_all_files_may_be_what_was_not_finished(nomadspec: Runner) -> None:
    for name in ("a", "b"):
        nomadspec.write(f"{name}.nomad.hcl", JOB)
    nomadspec.monkeypatch.setattr("nomadspec.workspace.repository.repository_findings", lambda *_: ring())
    result = nomadspec("lint", "--max-seconds", "600", "-o", "concise", "--select", "LNT", ".")
    assert result.status == 1
    assert "LNT011 not finished within 600 seconds (--max-seconds): rules over all files did not finish" in result.out


@pytest.mark.parametrize(("command", "status"), [("compile", 2), ("plan", 255), ("validate", 2)])
def test_other_commands_end_with_their_status_of_an_error(nomadspec: Runner, command: str, status: int) -> None:
    nomadspec.write("a.nomad.hcl", JOB)
    nomadspec.monkeypatch.setattr("nomadspec.jobspec.file_reading.head_of_regular", lambda *_: ring())
    result = nomadspec(command, "--quiet", "--max-seconds", "600", "a.nomad.hcl")
    assert (result.status, result.err) == (status, "nomadspec: a.nomad.hcl: not finished within 600 seconds (--max-seconds)\n")


def test_a_run_in_time_is_as_without(nomadspec: Runner) -> None:
    nomadspec.write("a.nomad.hcl", JOB)
    assert nomadspec("lint", "--max-seconds", "50", "a.nomad.hcl") == nomadspec("lint", "a.nomad.hcl")
    assert sys.platform == "win32" or signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


@pytest.mark.parametrize("seconds", ["0", "-1", "soon", "1.5"])
def test_seconds_are_a_whole_number(nomadspec: Runner, seconds: str) -> None:
    assert nomadspec("lint", f"--max-seconds={seconds}", ".").status == 2


def test_a_profile_names_phases_rules_and_files(nomadspec: Runner) -> None:
    nomadspec.write("a.nomad.hcl", JOB)
    nomadspec.write("b.nomad.hcl", JOB)
    plain = nomadspec("lint", "--no-cache", ".")
    result = nomadspec("lint", "--profile", ".")
    assert (result.status, result.out) == (plain.status, plain.out)
    rows = [line.removeprefix("nomadspec: ").split() for line in result.err.splitlines() if line.startswith("nomadspec: ")]
    assert {row[0] for row in rows} == {"where", "phase", "rule", "file"}
    assert {row[-1] for row in rows if row[0] == "file"} == {"a.nomad.hcl", "b.nomad.hcl"}
    assert {"parse,", "Nomad's", "rules", "selection,"} <= {row[5] for row in rows if row[0] == "phase"}


def test_a_profile_leaves_nothing_behind(nomadspec: Runner) -> None:
    from nomadspec.rules import runner

    nomadspec.write("a.nomad.hcl", JOB)
    before = (runner._run_one, runner.run, FileLinter.lint)
    nomadspec("lint", "--profile", ".")
    assert (runner._run_one, runner.run, FileLinter.lint) == before
