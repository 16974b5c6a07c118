"""A fault of ours: one line that names the file, no traceback, and the other files are looked at all the same."""

from __future__ import annotations

from typing import Any

import pytest

from nomadspec.cli.faults import FAULT
from nomadspec.source import Source
from tests.cli.run import Runner
from tests.workspace.samples import FAULTY


@pytest.fixture
def broken(nomadspec: Runner, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Checking the job `broken` fails."""
    from nomadspec.checks.validation import validate

    def failing(job: Any, settings: Any = None) -> Any:
        if getattr(job, "id", "") == "broken":
            raise TypeError("secret detail")
        return validate(job, settings)

    monkeypatch.setattr("nomadspec.workspace.checks_and_rules.validate", failing)
    nomadspec.write("a.nomad.hcl", FAULTY)
    nomadspec.write("b.nomad.hcl", 'job "broken" {}\n')
    nomadspec.write("c.nomad.hcl", FAULTY.replace('"web"', '"other"', 1))
    return nomadspec


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_lint_goes_on(broken: Runner, jobs: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nomadspec.workspace.repository.PARALLEL_FROM", 2)
    for _ in range(2):
        result = broken("lint", "-o", "concise", "--jobs", jobs, "--cache-dir", "cache", ".")
        assert result.status == FAULT
        lines = result.out.splitlines()
        assert [line.partition(":")[0] for line in lines if "REF001" in line] == ["a.nomad.hcl", "c.nomad.hcl"]
        (line,) = [line for line in lines if "internal-fault" in line or "internal fault" in line]
        assert line.startswith("b.nomad.hcl:1:1: LNT007 internal fault (TypeError at ")
        assert "secret detail" not in result.out + result.err


def test_lint_of_standard_input_and_fixes(broken: Runner) -> None:
    assert broken("lint", "-o", "concise", "-", stdin='job "broken" {}\n').status == FAULT
    result = broken("lint", "-o", "concise", "--fix", ".")
    assert result.status == FAULT
    assert (broken.folder / "b.nomad.hcl").read_text() == 'job "broken" {}\n'
    assert '"http"' in (broken.folder / "a.nomad.hcl").read_text().partition("provider")[2].partition("task")[0]


@pytest.mark.parametrize(("command", "status"), [("validate", FAULT), ("compile", FAULT), ("plan", 255)])
def test_other_commands_name_the_file(nomadspec: Runner, monkeypatch: pytest.MonkeyPatch, command: str, status: int) -> None:
    def failing(text: str, name: str) -> Source:
        raise TypeError("secret detail")

    nomadspec.write("b.nomad.hcl", 'job "broken" {}\n')
    monkeypatch.setattr("nomadspec.jobspec.compilation.parse", failing)
    result = nomadspec(command, "b.nomad.hcl", "--quiet")
    assert result.status == status
    (line,) = result.err.splitlines()
    assert line.startswith("nomadspec: b.nomad.hcl: internal fault (TypeError at ")
    assert "secret detail" not in line
