"""`git:REV[:FOLDER]` and what is compared with a revision: values of the run, files of the commit, and what is left out."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

import nomadspec as api
from nomadspec.backends.opening import BackendError
from tests.cli.conftest import nomadspec as nomadspec
from tests.cli.run import Runner

JOB = """
variable "tag" {
  type = string
}

job "shop" {
  group "web" {
    task "main" {
      driver = "docker"
      config {
        image = "registry.example.net/app:${var.tag}"
      }
    }
  }
}
"""

READING = """
job "reader" {
  group "web" {
    task "main" {
      driver = "raw_exec"
      config {
        command = trimspace(file("a.conf"))
      }
    }
  }
}
"""


def git(folder: Path, *arguments: str) -> None:
    environ = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    environ |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(folder)}
    for who in ("AUTHOR", "COMMITTER"):
        environ |= {f"GIT_{who}_NAME": "a", f"GIT_{who}_EMAIL": "a@example.com", f"GIT_{who}_DATE": "2026-01-02T03:04:05Z"}
    subprocess.run(["git", *arguments], cwd=folder, env=environ, check=True, capture_output=True)


@pytest.fixture
def repository(nomadspec: Runner) -> Runner:
    git(nomadspec.folder, "init", "-q", "-b", "main")
    return nomadspec


def commit(repository: Runner) -> None:
    git(repository.folder, "add", "-A")
    git(repository.folder, "commit", "-q", "-m", "one")


@pytest.mark.parametrize(
    ("arguments", "environ"),
    [(("--var", "tag=9"), {}), (("--var-file", "v.hcl"), {}), ((), {"NOMAD_VAR_tag": "9"})],
)
def test_the_values_of_the_run(repository: Runner, arguments: tuple[str, ...], environ: dict[str, str]) -> None:
    repository.write("job.nomad.hcl", JOB)
    repository.write("v.hcl", 'tag = "9"\n')
    commit(repository)
    for name, value in environ.items():
        repository.monkeypatch.setenv(name, value)
    assert repository("plan", "--against", "HEAD", *arguments, "job.nomad.hcl").status == 0
    repository.write("job.nomad.hcl", JOB.replace("/app:", "/web:"))
    done = repository("plan", "--against", "HEAD", *arguments, "job.nomad.hcl")
    assert done.status == 1
    assert '+/- Job: "shop"' in done.out


def test_the_namespace_of_the_run(repository: Runner) -> None:
    repository.write("job.nomad.hcl", JOB)
    commit(repository)
    repository.monkeypatch.setenv("NOMAD_NAMESPACE", "apps")
    assert repository("plan", "--against", "HEAD", "--var", "tag=1", "job.nomad.hcl").status == 0


def test_a_revision_does_not_tell_what_the_cluster_has(repository: Runner) -> None:
    repository.write("a.txt", "")
    commit(repository)
    elsewhere = 'region = "eu"\n  namespace = "apps"\n  node_pool = "gpu"\n  priority = 100\n  vault {}'
    repository.write("job.nomad.hcl", JOB.replace('job "shop" {', 'job "shop" {\n  ' + elsewhere))
    done = repository("plan", "--against", "HEAD", "--var", "tag=1", "job.nomad.hcl")
    assert (done.status, done.out[:13]) == (1, '+ Job: "shop"'), done.err


def test_a_var_file_is_read_at_the_revision(repository: Runner) -> None:
    repository.write("job.nomad.hcl", JOB)
    repository.write("v.hcl", 'tag = "4.2"\n')
    commit(repository)
    repository.write("v.hcl", 'tag = "4.3"\n')
    done = repository("plan", "--against", "HEAD", "--var-file", "v.hcl", "job.nomad.hcl")
    assert 'image: "registry.example.net/app:4.2" => "registry.example.net/app:4.3"' in done.out


def test_a_var_file_that_git_does_not_know_is_read_from_disk(repository: Runner, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.hcl"
    secret.write_text('tag = "1"\n')
    repository.write("job.nomad.hcl", JOB)
    commit(repository)
    assert repository("plan", "--against", "HEAD", "--var-file", str(secret), "job.nomad.hcl").status == 0


def test_a_var_file_that_is_newer_than_the_revision_is_named(repository: Runner) -> None:
    repository.write("job.nomad.hcl", JOB)
    commit(repository)
    repository.write("v.hcl", 'tag = "1"\n')
    commit(repository)
    done = repository("plan", "--against", "HEAD~1", "--var-file", "v.hcl", "job.nomad.hcl")
    assert done.status == 255
    assert "v.hcl at HEAD~1 is skipped: the revision does not contain this variable file" in done.err
    assert "variable tag has no value" in done.err


def test_diff_reads_a_revision_as_a_state_is_read(repository: Runner) -> None:
    repository.write("job.nomad.hcl", JOB)
    repository.write("nomadspec.toml", '[[environments]]\nname = "prod"\npaths = ["*.hcl"]\nvar-files = ["v.hcl"]\n')
    repository.write("v.hcl", 'tag = "4.2"\n')
    commit(repository)
    assert repository("diff", "HEAD:job.nomad.hcl", "job.nomad.hcl").status == 0
    repository.write("v.hcl", 'tag = "4.3"\n')
    done = repository("diff", "HEAD:job.nomad.hcl", "job.nomad.hcl")
    assert done.status == 1
    assert '"registry.example.net/app:4.2" => "registry.example.net/app:4.3"' in done.out


def test_files_are_read_at_the_revision(repository: Runner) -> None:
    repository.write("jobs/job.nomad.hcl", READING)
    repository.write("a.conf", "/bin/one\n")
    commit(repository)
    repository.write("a.conf", "/bin/two\n")
    assert 'command: "/bin/one" => "/bin/two"' in repository("plan", "--against", "HEAD", "jobs").out


def test_a_job_whose_old_version_does_not_compile_is_not_planned(repository: Runner) -> None:
    repository.write("job.nomad.hcl", JOB.replace("image = ", "image = nothing."))
    commit(repository)
    repository.write("job.nomad.hcl", JOB)
    done = repository("plan", "--against", "HEAD", "--var", "tag=1", "job.nomad.hcl")
    assert done.status == 255
    assert "job.nomad.hcl at HEAD does not compile, so its changes are unknown: line 11:" in done.err
    assert "+ Job" not in done.out


def test_a_folder_of_the_revision(repository: Runner) -> None:
    for name, tag in (("prod", "4.2"), ("staging", "3.0")):
        repository.write(f"{name}/job.nomad.hcl", JOB.replace("${var.tag}", tag))
    commit(repository)
    done = repository("plan", "--against", "HEAD", "--var", "tag=1", "prod")
    assert done.status == 255
    assert "prod/job.nomad.hcl and staging/job.nomad.hcl are both job 'shop'; choose a folder (git:HEAD:FOLDER)" in done.err
    assert repository("plan", "--against", "HEAD:prod", "--var", "tag=1", "prod").status == 0
    assert "app:3.0" in repository("plan", "--against", "HEAD:staging", "--var", "tag=1", "prod").out
    assert "no folder 'nowhere' in this revision" in repository("plan", "--against", "HEAD:nowhere", "--var", "tag=1", "prod").err


def test_what_is_excluded_is_no_job_of_the_revision(repository: Runner) -> None:
    repository.write("nomadspec.toml", 'extend-exclude = ["examples/"]\n')
    for name in ("jobs", "examples"):
        repository.write(f"{name}/job.nomad.hcl", JOB)
    commit(repository)
    assert repository("plan", "--against", "HEAD", "--var", "tag=1", "jobs").status == 0


@pytest.mark.parametrize("revision", ["HEAD~99", "no-such-branch", "--output=x"])
def test_a_revision_that_is_not_there(repository: Runner, revision: str) -> None:
    repository.write("job.nomad.hcl", JOB)
    commit(repository)
    for arguments in (("diff", "--var", "tag=1", "--", f"{revision}:job.nomad.hcl", "job.nomad.hcl"), ("lint", f"--changed-since={revision}", ".")):
        done = repository(*arguments)
        assert done.status == 2
        assert f"no revision '{revision}': git says " in done.err
    assert not (repository.folder / "x").exists()


def test_in_python(repository: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write("job.nomad.hcl", JOB)
    commit(repository)
    monkeypatch.chdir(repository.folder)
    assert api.open_state("git:HEAD", variables={"tag": "1"}).job("default", "shop") is not None
    left = api.open_state("git:HEAD", environ={})
    assert left.left_out == {"job.nomad.hcl at HEAD": ("shop", "variable tag has no value and no default")}
    job = api.compile(JOB, variables={"tag": "1"}).job
    assert job is not None
    refused = api.plan(job, left)
    assert (refused.ok, refused.exit_code) == (False, 255)
    with pytest.raises(BackendError, match="no revision 'nowhere'"):
        api.open_state("git:nowhere")


def test_lint_of_what_changed(repository: Runner) -> None:
    repository.write("nomadspec.toml", '[[environments]]\nname = "prod"\nvar-files = ["prod.hcl"]\npaths = ["a.nomad.hcl"]\n')
    repository.write("prod.hcl", 'tag = "1"\n')
    repository.write("a.nomad.hcl", JOB)
    for name in ("b", "c", "d"):
        repository.write(f"{name}.nomad.hcl", READING.replace("reader", name).replace("a.conf", f"{name}.conf"))
        repository.write(f"{name}.conf", "/bin/true\n")
    commit(repository)

    def checked() -> str:
        return repository("lint", "--changed-since", "main", ".").err.strip().splitlines()[-1]

    assert "0 files checked" in checked()
    repository.write("prod.hcl", 'tag = "2"\n')  # of a alone
    assert "1 file checked" in checked()
    repository.write("b.conf", "/bin/false\n")  # read by b
    assert "2 files checked" in checked()
    repository.write("c.nomad.hcl", READING.replace("reader", "c"))
    assert "3 files checked" in checked()


def test_what_main_has_changed_since_is_not_of_the_branch(repository: Runner) -> None:
    for name in ("a", "b"):
        repository.write(f"{name}.nomad.hcl", READING.replace("reader", name))
    commit(repository)
    git(repository.folder, "checkout", "-q", "-b", "branch")
    repository.write("a.nomad.hcl", READING.replace("reader", "a2"))
    commit(repository)
    git(repository.folder, "checkout", "-q", "main")
    repository.write("b.nomad.hcl", READING.replace("reader", "b2"))
    commit(repository)
    git(repository.folder, "checkout", "-q", "branch")
    assert "1 file checked" in repository("lint", "--changed-since", "main", ".").err
    assert "0 files checked" in repository("lint", "--changed-since", "HEAD", ".").err


def test_git_runs_nothing_of_the_repository(repository: Runner) -> None:
    repository.write("job.nomad.hcl", JOB)
    commit(repository)
    marker = repository.folder / "ran"
    hook = repository.write(".git/hooks/post-checkout", f"#!/bin/sh\ntouch {marker}\n")
    hook.chmod(0o755)
    for key in ("core.fsmonitor", "core.pager", "diff.external", "core.sshCommand", "filter.x.smudge"):
        git(repository.folder, "config", key, f"touch {marker}")
    repository.write(".gitattributes", "* filter=x\n")
    assert repository("plan", "--against", "HEAD", "--var", "tag=1", "job.nomad.hcl").status == 0
    assert repository("lint", "--changed-since", "HEAD", ".").status == 0
    assert not marker.exists()
