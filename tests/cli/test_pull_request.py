"""A pull request from end to end: two environments with their values, a change in a file of values alone, and what CI does with it."""

from __future__ import annotations

import json

import pytest

from tests.backends.test_git import commit, git
from tests.cli.run import Runner

CONFIGURATION = """
[[environments]]
name      = "prod"
paths     = ["jobs/**"]
var-files = ["env/prod.vars.hcl"]

[[environments]]
name      = "staging"
paths     = ["jobs/**"]
var-files = ["env/staging.vars.hcl"]
"""

JOB = """
variable "tag" {
  type = string
}

job "shop" {
  group "web" {
    network {
      port "http" {
        to = 8080
      }
    }

    task "main" {
      driver = "docker"

      config {
        image = "registry.example.net/app:${var.tag}"
        ports = ["http"]
      }
    }
  }
}
"""


@pytest.fixture
def branch(nomadspec: Runner) -> Runner:
    """A branch of main that has changed nothing so far."""
    git(nomadspec.folder, "init", "-q", "-b", "main")
    nomadspec.write("nomadspec.toml", CONFIGURATION)
    for name in ("prod", "staging"):
        nomadspec.write(f"env/{name}.vars.hcl", 'tag = "4.2"\n')
    nomadspec.write("jobs/shop.nomad.hcl", JOB)
    nomadspec.write("jobs/other.nomad.hcl", JOB.replace('"shop"', '"other"').replace("${var.tag}", "1"))
    commit(nomadspec)
    git(nomadspec.folder, "checkout", "-q", "-b", "raise-the-tag")
    return nomadspec


def test_nothing_changed(branch: Runner) -> None:
    assert branch("lint", "--changed-since", "main", "--fail-on", "warning", ".").status == 0
    for environment in ("prod", "staging"):
        assert branch("plan", "--against", "main", "--environment", environment, "jobs").status == 0


@pytest.mark.parametrize(("setting", "changed"), [("true", False), ("input", False), ("false", True)])
def test_a_checkout_with_other_line_ends(branch: Runner, setting: str, changed: bool) -> None:
    """As git for Windows makes it by default: LF in the repository, CRLF in the work tree."""
    git(branch.folder, "config", "core.autocrlf", setting)
    for path in ("jobs/shop.nomad.hcl", "jobs/other.nomad.hcl"):
        branch.write(path, (branch.folder / path).read_text(encoding="utf-8").replace("\n", "\r\n"))
    assert ("2 files checked" in branch("lint", "--changed-since", "main", "jobs").err) is changed
    branch.write("jobs/other.nomad.hcl", (branch.folder / "jobs/shop.nomad.hcl").read_bytes().decode().replace("shop", "shops"))
    assert f"{1 + changed} file" in branch("lint", "--changed-since", "main", "jobs").err


def test_a_value_of_one_environment_changed(branch: Runner) -> None:
    branch.write("env/staging.vars.hcl", 'tag = "latest"\n')
    commit(branch)

    staging = branch("plan", "--against", "main", "--environment", "staging", "jobs/shop.nomad.hcl")
    assert staging.status == 1
    assert '+/- Job: "shop"' in staging.out
    assert 'image:    "registry.example.net/app:4.2" => "registry.example.net/app:latest"' in staging.out
    assert "create)" not in staging.out  # nobody has described the nodes
    assert branch("plan", "--against", "main", "--environment", "prod", "jobs/shop.nomad.hcl").status == 0
    assert branch("plan", "--against", "main", "--environment", "staging", "--detailed-exitcode", "jobs/shop.nomad.hcl").status == 2
    assert branch("plan", "--against", "main", "jobs/shop.nomad.hcl").status == 255  # which environment?

    lint = branch("lint", "--changed-since", "main", "--fail-on", "info", "-o", "json", ".")
    assert lint.status == 1
    (finding,) = [f for f in json.loads(lint.out)["findings"] if "latest" in f["message"]]
    assert (finding["path"], finding["environments"]) == ("jobs/shop.nomad.hcl", ["staging"])
    assert branch("lint", "--changed-since", "main", "--environment", "prod", "--fail-on", "info", ".").status == 0


def test_reports_for_a_comment(branch: Runner) -> None:
    branch.write("env/staging.vars.hcl", 'tag = "latest"\n')
    lint = branch("lint", "--changed-since", "main", "-o", "markdown", ".")
    assert lint.out.startswith("<!-- nomadspec lint -->\n### nomadspec: ")
    assert "\\(only in environment staging\\)" in lint.out
    plan = branch("plan", "--against", "main", "--environment", "staging", "-o", "markdown", "jobs/shop.nomad.hcl")
    assert plan.out.startswith("<!-- nomadspec plan -->\n")
    assert "latest" in plan.out


def test_a_change_of_a_job_without_instances_is_a_change(branch: Runner) -> None:
    branch.write("jobs/shop.nomad.hcl", JOB.replace('group "web" {', 'group "web" {\n    count = 0'))
    assert branch("plan", "--against", "main", "--environment", "prod", "jobs/shop.nomad.hcl").status == 1


def test_a_job_that_did_not_compile_on_main(branch: Runner) -> None:
    git(branch.folder, "checkout", "-q", "main")
    branch.write("jobs/shop.nomad.hcl", JOB.replace("image =", "image = oops."))
    commit(branch)
    git(branch.folder, "checkout", "-q", "raise-the-tag")
    done = branch("plan", "--against", "main", "--environment", "prod", "jobs")
    assert done.status == 255
    assert "jobs/shop.nomad.hcl at main does not compile, so its changes are unknown" in done.err
    assert "jobs/shop.nomad.hcl at main is skipped" in done.err
