"""The public names of the contract, with their parameters, on one small job."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime
from pathlib import Path

import pytest

import nomadspec

JOB = """
variable "count" {
  default = 2
}

job "web" {
  type = "batch"

  periodic {
    crons = ["0 3 * * *"]
  }

  group "app" {
    count = var.count

    task "main" {
      driver = "raw_exec"

      config {
        command = "/bin/true"
      }
    }
  }
}
"""

PARAMETERS = {
    "parse": ["text", "filename"],
    "compile": ["source", "filename", "variables", "var_files", "environ", "strict", "json", "unset", "fs"],
    "canonicalize": ["job", "settings"],
    "validate": ["job", "settings"],
    "lint": ["source", "config", "state", "compile_arguments"],
    "lint_paths": ["paths", "config", "state"],
    "format": ["text"],
    "diff": ["old", "new"],
    "open_state": ["uri"],
    "read_spec": ["text", "filename", "kind", "json", "nomad_version"],
    "plan": ["job", "state", "now", "eval_id"],
    "state_diff": ["old", "new"],
    "next_launches": ["job", "start", "count"],
    "task_environment": ["job", "group", "task", "node", "context"],
}


@pytest.mark.parametrize("name", PARAMETERS)
def test_parameters(name: str) -> None:
    parameters = list(inspect.signature(getattr(nomadspec, name)).parameters)
    assert parameters[: len(PARAMETERS[name])] == PARAMETERS[name]


def test_every_public_name_exists() -> None:
    for name in nomadspec.__all__:
        assert getattr(nomadspec, name) is not None
    assert set(nomadspec.__all__) <= set(dir(nomadspec))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        getattr(nomadspec, "nonsense")  # noqa: B009


def test_parse() -> None:
    file = nomadspec.parse(JOB, filename="web.nomad.hcl")
    assert [block.type for block in file.body.blocks] == ["variable", "job"]
    assert file.diagnostics == ()
    broken = nomadspec.parse("job {", filename="x")
    assert broken.diagnostics[0].span.path == "x"


def test_compile_and_what_follows() -> None:
    compiled = nomadspec.compile(JOB, environ={"NOMAD_VAR_count": "3"})
    assert compiled.ok
    assert compiled.to_api()["Job"]["TaskGroups"][0]["Count"] == 3
    assert compiled.to_json().endswith("}\n")
    assert nomadspec.compile(JOB, environ={}).job != compiled.job
    assert nomadspec.compile(JOB + "\n# moved\n", environ={}).job == nomadspec.compile(JOB, environ={}).job
    assert compiled.job is not None
    assert nomadspec.canonicalize(compiled.job).to_api()["Priority"] == 50
    verdict = nomadspec.validate(compiled.job)
    assert verdict.ok
    assert verdict.errors == ()
    assert nomadspec.next_launches(compiled.job, datetime(2026, 1, 1, tzinfo=UTC), count=2) == [datetime(2026, 1, d, 3, tzinfo=UTC) for d in (1, 2)]


def test_unknown_variables() -> None:
    text = JOB.replace("  default = 2\n", "  type = number\n")
    assert not nomadspec.compile(text, environ={}).ok
    unknown = nomadspec.compile(text, environ={}, unset="unknown")
    assert unknown.ok
    assert not unknown.job.group[0].known("count")
    assert all(d.severity != "error" for d in nomadspec.lint(text, environ={}))
    assert unknown.job is not None
    refused = nomadspec.plan(unknown.job, nomadspec.ClusterState.from_dict({}))
    assert refused.exit_code == 255


def test_diff_and_plan() -> None:
    old = nomadspec.compile(JOB, environ={}).job
    new = nomadspec.compile(JOB.replace("/bin/true", "/bin/false"), environ={}).job
    difference = nomadspec.diff(old, new)
    assert difference.to_api()["Type"] == "Edited"
    assert "/bin/false" in difference.to_text()
    assert nomadspec.diff(None, new).to_api()["Type"] == "Added"
    plan = nomadspec.plan({"Job": nomadspec.compile(JOB, environ={}).to_api()["Job"]}, nomadspec.ClusterState.from_dict({}), now="2026-01-01T00:00:00Z")
    assert plan.ok
    assert set(plan.to_dict()) >= {"diff", "placements", "exit_code"}
    assert plan.to_text().startswith("+ Job:")


def test_format() -> None:
    assert nomadspec.format('job "x" {\na=1\n}\n') == 'job "x" {\n  a = 1\n}\n'
    with pytest.raises(nomadspec.SyntaxError):
        nomadspec.format("job {")


def test_state_errors() -> None:
    with pytest.raises(nomadspec.StateError) as refused:
        nomadspec.ClusterState.from_dict({"nodes": "none"})
    assert refused.value.diagnostics


def test_lint_paths(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.nomad.hcl").write_text(JOB)
    found = nomadspec.lint_paths([tmp_path], {"persona": "pedantic"})
    assert {Path(d.span.source.path).name for d in found if d.span is not None} == {"a.nomad.hcl", "b.nomad.hcl"}
    assert all(isinstance(d, nomadspec.Diagnostic) for d in found)


def test_agent(tmp_path: Path) -> None:
    (tmp_path / "client.hcl").write_text('data_dir = "/opt/nomad"\nclient {\n  enabled = true\n}\n')
    config = nomadspec.agent.load([tmp_path])
    assert config.ok
    assert config.to_dict()["client"]["enabled"] is True
    verdict = nomadspec.agent.validate(config)
    assert verdict.ok
    assert verdict.errors == ()
    assert [w.rule for w in verdict.warnings] == ["agent-mutual-tls"]
