"""Tests of placement (`nomadspec test`): what a file may say, what its conditions see, and how a failure reads."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nomadspec.workspace.placement_tests.cluster import Given
from nomadspec.workspace.placement_tests.running import RunResult, run_test
from nomadspec.workspace.placement_tests.running import test_names as names_of

DEMO = Path(__file__).parents[2] / "fixtures" / "demo"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the demo's jobs and cluster."""
    for name in ("web.nomad.hcl", "cluster.json"):
        shutil.copy(DEMO / name, tmp_path / name)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(folder: Path, text: str) -> list[RunResult]:
    (folder / "t.nomadtest.hcl").write_text(text)
    return run_file()


def run_file(given: Given | None = None) -> list[RunResult]:
    path = "t.nomadtest.hcl"
    return [result for name in names_of(path, None) for result in run_test(path, name, given or Given())]


def failures(folder: Path, text: str) -> list[tuple[str, str, int]]:
    """(title, message, line) of all that fails."""
    return [(result.title, one.message, one.span.start.line if one.span else 0) for result in run(folder, text) for one in result.failures]


def a_test(condition: str, before: str = "") -> str:
    return f'state = "cluster.json"\ntest "t" {{\n  jobs = ["web.nomad.hcl"]\n{before}\n  assert {{\n    condition = {condition}\n  }}\n}}\n'


HOLD = [
    "plan.exit_code == 1",
    'plans["web"].exit_code == plan.exit_code',
    'jobs["default/web"].app["node-a1"] >= 1',
    'length(keys(nodes)) == 3 && can(nodes["node-b1"])',
    'alltrue([for p in placements : p.job == "web" && p.node.datacenter == "dc1"])',
    'anytrue([for p in placements : p.node.meta.zone == "b"])',
    'capacity("app") > 0 && capacity("app") == capacity("web/app")',
    'length([for f in findings : f if f.severity == "error"]) == 0',
]


@pytest.mark.parametrize("condition", HOLD)
def test_what_conditions_see(folder: Path, condition: str) -> None:
    assert failures(folder, a_test(condition)) == []


def test_a_failure_shows_place_and_values(folder: Path) -> None:
    (result,) = run(folder, a_test("length(placements) == 40 && plan.exit_code == 1"))
    (failure,) = result.failures
    assert (failure.code, failure.message) == ("TST002", "the condition is false")
    assert failure.span is not None
    assert failure.span.text == "length(placements) == 40 && plan.exit_code == 1"
    assert failure.help == "length(placements) is 4", "the part that holds is not shown"


def test_changes_come_before_the_jobs(folder: Path) -> None:
    lost = '  lose {\n    nodes = "node-a1"\n  }'
    assert failures(folder, a_test('alltrue([for p in placements : p.node.name != "node-a1"])', lost)) == []
    stopped = '  stop {\n    job = "web"\n  }\n  scheduler {\n    algorithm = "spread"\n  }'
    assert failures(folder, a_test("length(placements) == 0", stopped).replace('  jobs = ["web.nomad.hcl"]\n', "")) == []


def test_each_value_is_a_run(folder: Path) -> None:
    text = 'state = "cluster.json"\ntest "t" {\n  each = "meta.zone"\n  assert {\n    condition     = each.value != "b"\n    error_message = "not ${each.value}"\n  }\n}\n'
    assert [(r.title, r.ok) for r in run(folder, text)] == [("t [a]", True), ("t [b]", False)]
    assert failures(folder, text) == [("t [b]", "not b", 5)]


def test_one_assertion_hides_no_other(folder: Path) -> None:
    text = a_test("false").replace("  assert {\n", "  assert {\n    condition = 1 == 2\n  }\n  assert {\n", 1)
    assert [line for _, _, line in failures(folder, text)] == [6, 9]


NOT_RUN = [
    (a_test("true").replace("jobs =", "jbos ="), "unknown attribute 'jbos' in a test"),
    (a_test("true", "  loose {}"), "unknown block 'loose' in a test"),
    (a_test("true", "  lose {}"), "'lose' needs 'nodes'"),
    ('test "t" {}\n', "this test has no assert block"),
    ("test {}\n", "a test needs exactly one label, which describes it"),
    (a_test("true").replace("cluster.json", "none.json"), "none.json: No such file or directory"),
    (a_test("true").replace("cluster.json", "../x.json"), "'state': ../x.json is outside of the repository"),
    (a_test("true").replace("web.nomad.hcl", "/etc/passwd"), "'jobs': /etc/passwd is outside of the repository"),
    (a_test("true", '  lose {\n    nodes = "node-x"\n  }').replace("true", "plan.exit_code == 0"), "the cluster has no node 'node-x'"),
    (a_test("true").replace("  jobs", '  each = "meta.none"\n  jobs'), "no node has meta.none, so the test would not run"),
    (a_test("plam.exit_code == 0"), 'unknown reference "plam"'),
    (a_test('"yes"'), "the condition is neither true nor false"),
    (a_test("null"), "the condition is null"),
    (a_test('capacity("nope") > 0'), "no group 'nope' in the job"),
]


@pytest.mark.parametrize(("text", "message"), NOT_RUN, ids=[message for _, message in NOT_RUN])
def test_what_cannot_be_run_says_why(folder: Path, text: str, message: str) -> None:
    (found,) = failures(folder, text)
    assert message.lower() in found[1].lower() or message in found[1]


def test_a_job_that_does_not_compile(folder: Path) -> None:
    (folder / "web.nomad.hcl").write_text('job "web" {\n  cuont = 1\n}\n')
    assert failures(folder, a_test("plan.exit_code == 0"))[0][1:] == ("unknown argument 'cuont'", 2) or "cuont" in failures(folder, a_test("true"))[0][1]


VARIABLES = """
variable "least" {
  type    = number
  default = 3
}
locals {
  more = var.least + 1
}
"""


@pytest.mark.parametrize(
    ("given", "fails"),
    [
        (Given(), []),
        (Given([{"least": "5"}]), ["var.least is 5; length(placements) is 4"]),
        (Given(["few.vars.hcl"]), []),
        (Given(["few.vars.hcl", {"least": "5"}]), ["var.least is 5; length(placements) is 4"]),
        (Given([{"least": "4", "unheard": "of"}]), []),
        (Given([{"least": "many"}]), [None]),
    ],
)
def test_variables_of_a_test_file_and_of_its_jobs(folder: Path, given: Given, fails: list[str | None]) -> None:
    (folder / "few.vars.hcl").write_text("least = 2\n")
    (folder / "t.nomadtest.hcl").write_text(VARIABLES + a_test("local.more == var.least + 1 && var.least <= length(placements)"))
    assert [one.help for result in run_file(given) for one in result.failures] == fails


RUNNING = "docker.io/library/nginx:1.27.1"


@pytest.mark.parametrize(
    ("said", "given", "holds"),
    [
        ("", Given(), False),
        ("", Given([{"image": RUNNING}]), True),
        (f'  variables = {{ image = "{RUNNING}" }}', Given([{"image": "other:1"}]), True),
    ],
)
def test_what_a_run_gives_reaches_jobspecs_unless_the_test_says_otherwise(folder: Path, said: str, given: Given, holds: bool) -> None:
    (folder / "t.nomadtest.hcl").write_text(a_test("plan.exit_code == 0", said))
    assert all(result.ok for result in run_file(given)) is holds
