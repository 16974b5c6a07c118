"""A program that uses the public API: type checkers must know every name and every result, without plugins. Checked, not run."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import assert_type

import nomadspec

file = nomadspec.parse("", filename="job.nomad.hcl")
assert_type(file, nomadspec.File)
assert_type(file.diagnostics, tuple[nomadspec.Diagnostic, ...])

compiled = nomadspec.compile(Path("job.nomad.hcl"), variables={"count": "3"}, unset="unknown", fs="none")
assert_type(compiled, nomadspec.Compilation)
assert_type(compiled.ok, bool)
assert_type(compiled.job, nomadspec.Job | None)
assert_type(compiled.to_json(), str)
job = compiled.job
assert job is not None

assert_type(nomadspec.canonicalize(job), nomadspec.StoredJob)
verdict = nomadspec.validate(job)
assert_type(verdict, nomadspec.Verdict)
assert_type(verdict.errors, tuple[nomadspec.Diagnostic, ...])
assert_type(nomadspec.lint("job {}"), list[nomadspec.Diagnostic])
assert_type(nomadspec.lint_paths([Path(".")]), list[nomadspec.Diagnostic])
assert_type(nomadspec.format("a=1\n"), str)

difference = nomadspec.diff(None, job)
assert_type(difference, nomadspec.JobDiff)
assert_type(difference.to_text(verbose=True), str)

state = nomadspec.open_state("file:snapshot.json")
assert_type(state, nomadspec.ClusterState)
plan = nomadspec.plan(job, state, now="2026-01-01T00:00:00Z")
assert_type(plan, nomadspec.Plan)
assert_type(plan.exit_code, int)
assert_type(plan.to_text(), str)
for placement in plan.placements:
    assert_type(placement.name, str)

changes = nomadspec.state_diff(state, nomadspec.ClusterState.empty())
assert_type(changes, nomadspec.StateDiff)
for change in changes.entries:
    assert_type(change, nomadspec.StateChange)
    assert_type(change.list, str)
    assert_type(change.fields, tuple[nomadspec.FieldChange, ...])

assert_type(nomadspec.next_launches(job, datetime(2026, 1, 1)), list[datetime])
environment = nomadspec.task_environment(job, group="api", task="server")
assert_type(environment, nomadspec.TaskEnvironment)
assert_type(environment.ok, bool)

agent = nomadspec.agent.load([Path("/etc/nomad.d")])
assert_type(agent, nomadspec.AgentConfig)
assert_type(nomadspec.agent.validate(agent), nomadspec.AgentValidation)

for diagnostic in verdict.errors:
    assert_type(diagnostic.code, str)
    assert_type(diagnostic.span, nomadspec.Span | None)
    assert_type(diagnostic.fix, nomadspec.Fix | None)
