"""`nomadspec diff OLD NEW`: files, git revisions, formats, exit statuses."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from tests.cli.run import Runner
from tests.cli.test_plan import jobspec

CHANGED = """+/- Job: "web"
+/- Task Group: "api"
  +/- Task: "server" (forces create/destroy update)
    +/- Config {
      +/- image: "nginx:1" => "nginx:2"
        }
"""


@pytest.fixture
def pair(nomadspec: Runner) -> Runner:
    nomadspec.write("old.hcl", jobspec())
    nomadspec.write("new.hcl", jobspec(image="nginx:2"))
    nomadspec.write("secret.hcl", jobspec().replace("hunter2", "hunter3"))
    nomadspec.write("bad.hcl", 'job "x" {')
    return nomadspec


def test_two_files(pair: Runner) -> None:
    assert pair("diff", "old.hcl", "new.hcl") == (1, CHANGED, "")
    assert pair("diff", "old.hcl", "old.hcl").status == 0


def test_standard_input(pair: Runner) -> None:
    assert pair("diff", "old.hcl", "-", stdin=jobspec(image="nginx:2")).out == CHANGED


def test_a_revision_of_git(pair: Runner) -> None:
    def git(*words: str) -> None:
        environ = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@example.com", *words], cwd=pair.folder, env=environ, check=True, capture_output=True)

    git("init", "-q")
    pair.write("jobs/web.hcl", jobspec())
    git("add", "jobs")
    git("commit", "-qm", "x")
    pair.write("jobs/web.hcl", jobspec(image="nginx:2"))
    assert pair("diff", "HEAD:jobs/web.hcl", "jobs/web.hcl") == (1, CHANGED, "")
    for name in ("HEAD:nowhere.hcl", "nope:jobs/web.hcl", "--output=x:jobs/web.hcl", "HEAD:../web.hcl"):
        result = pair("diff", "--", name, "jobs/web.hcl")
        assert (result.status, result.out) == (2, "")
        assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize("form", ["text", "rich", "json", "markdown"])
def test_formats(pair: Runner, form: str) -> None:
    result = pair("diff", "-o", form, "old.hcl", "new.hcl")
    assert result.status == 1
    assert "nginx:2" in result.out
    if form == "json":
        assert json.loads(result.out)["Type"] == "Edited"
    if form == "markdown":
        assert result.out.startswith("```diff\n")
        assert result.out.endswith("\n```\n")


@pytest.mark.parametrize("form", ["text", "rich", "json", "markdown"])
def test_redact(pair: Runner, form: str) -> None:
    result = pair("diff", "-o", form, "--redact", "old.hcl", "secret.hcl")
    assert result.status == 1
    assert "hunter" not in result.out


@pytest.mark.parametrize("names", [("bad.hcl", "new.hcl"), ("old.hcl", "bad.hcl"), ("missing.hcl", "new.hcl")])
def test_errors_are_exit_status_2(pair: Runner, names: tuple[str, str]) -> None:
    result = pair("diff", *names)
    assert (result.status, result.out) == (2, "")
    assert result.err
