"""git reads objects only: nothing in a repository is run, and no revision is an option."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nomadspec.backends import git_objects
from tests.cli.run import Runner

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

JOB = 'job "x" {\n  group "g" {\n    task "t" {\n      driver = "docker"\n      config {\n        image = "redis:7"\n      }\n    }\n  }\n}\n'


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, env=os.environ | {"GIT_CONFIG_GLOBAL": "/dev/null"})


@pytest.fixture
def repository(nomadspec: Runner) -> Runner:
    nomadspec.write("job.nomad.hcl", JOB)
    git(nomadspec.folder, "init", "-q")
    git(nomadspec.folder, "add", "job.nomad.hcl")
    git(nomadspec.folder, "commit", "-q", "-m", "first")
    nomadspec.write("job.nomad.hcl", JOB.replace("redis:7", "redis:8"))
    return nomadspec


def test_a_revision_is_read(repository: Runner) -> None:
    result = repository("diff", "HEAD:job.nomad.hcl", "job.nomad.hcl")
    assert (result.status, result.err) == (1, "")
    assert "redis:8" in result.out
    assert repository("diff", "HEAD:job.nomad.hcl", "HEAD:job.nomad.hcl").status == 0


def test_nothing_of_the_repository_is_run(repository: Runner) -> None:
    trap = repository.write("trap.sh", "#!/bin/sh\ntouch sprung\n")
    trap.chmod(0o755)
    for hook in ("post-checkout", "post-index-change", "pre-auto-gc", "reference-transaction"):
        shutil.copy(trap, repository.folder / ".git" / "hooks" / hook)
    for key in ("core.fsmonitor", "core.pager", "core.sshCommand", "diff.external", "filter.x.smudge", "filter.x.clean", "diff.x.textconv", "core.editor"):
        git(repository.folder, "config", key, str(trap))
    repository.write(".gitattributes", "* filter=x diff=x\n")
    assert repository("diff", "HEAD:job.nomad.hcl", "job.nomad.hcl").status == 1
    assert repository("plan", "--state", "git:HEAD", "job.nomad.hcl").status in (0, 1)
    assert not (repository.folder / "sprung").exists()


def test_on_windows_no_git_of_the_repository_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("repository", "programs", "empty"):
        (tmp_path / name).mkdir()
    (tmp_path / "repository" / "git.exe").write_text("a trap", encoding="utf-8")
    (tmp_path / "programs" / "git.exe").write_text("git", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "repository")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("PATH", os.pathsep.join([".", "", str(tmp_path / "empty"), str(tmp_path / "programs")]))
    assert git_objects._program() == str(tmp_path / "programs" / "git.exe")
    monkeypatch.setenv("PATH", os.pathsep.join([".", str(tmp_path / "empty")]))
    with pytest.raises(git_objects.GitError, match="git is not installed"):
        git_objects.resolve(str(tmp_path / "repository"), "HEAD")


@pytest.mark.parametrize(
    "revision", ["--output=sprung", "-h", "--upload-pack=touch sprung", "$(touch sprung)", ";touch sprung", "HEAD;touch sprung", "|touch sprung", "a\nb", ""]
)
def test_no_revision_is_an_option_or_a_command(repository: Runner, revision: str) -> None:
    for words in (["diff", "--", f"{revision}:job.nomad.hcl", "job.nomad.hcl"], ["plan", "--state", f"git:{revision}", "job.nomad.hcl"]):
        result = repository(*words)
        if revision:
            assert result.status in (2, 255)
        assert "internal fault" not in result.err
    assert not (repository.folder / "sprung").exists()


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "none.hcl", "link.nomad.hcl"])
def test_a_path_in_a_revision_stays_there(repository: Runner, path: str) -> None:
    (repository.folder / "link.nomad.hcl").symlink_to("/etc/passwd")
    git(repository.folder, "add", "link.nomad.hcl")
    git(repository.folder, "commit", "-q", "-m", "link", "--", "link.nomad.hcl")
    result = repository("diff", f"HEAD:{path}", "job.nomad.hcl")
    assert result.status == 2
    assert "root:" not in result.out + result.err


PROGRAMS = [
    "core.fsmonitor",
    "core.hooksPath",
    "core.pager",
    "core.sshCommand",
    "core.gitProxy",
    "core.askPass",
    "core.alternateRefsCommand",
    "credential.helper",
    "gpg.program",
    "diff.external",
    "diff.x.textconv",
    "diff.x.command",
    "filter.x.smudge",
    "filter.x.clean",
    "filter.x.process",
    "remote.origin.uploadpack",
]


@pytest.mark.parametrize(
    "words",
    [
        ["diff", "HEAD:job.nomad.hcl", "job.nomad.hcl"],
        ["plan", "--state", "git:HEAD", "job.nomad.hcl"],
        ["plan", "--against", "HEAD", "job.nomad.hcl"],
        ["lint", "--changed-since", "HEAD", "."],
    ],
    ids=["diff", "state", "against", "changed since"],
)
def test_a_missing_blob_of_a_partial_clone_is_not_fetched(repository: Runner, words: list[str]) -> None:
    """Else a program of the repository's configuration would run to fetch it."""
    origin, clone = repository.folder, repository.folder / "clone"
    git(origin, "config", "uploadpack.allowFilter", "true")
    git(origin, "clone", "-q", "--no-local", "--no-checkout", "--filter=blob:none", origin.as_uri(), str(clone))
    trap = repository.write("trap.sh", f"#!/bin/sh\ntouch '{origin}/sprung'\n")
    trap.chmod(0o755)
    for key in PROGRAMS:
        git(clone, "config", key, str(trap))
    repository.write("clone/.gitattributes", "* filter=x diff=x\n")
    repository.write("clone/job.nomad.hcl", JOB)
    repository.folder = clone
    repository.monkeypatch.chdir(clone)
    result = repository(*words)
    assert result.status in (2, 255)
    assert "HEAD" in result.err
    assert "git says 'fatal: " in result.err
    assert not (origin / "sprung").exists()
