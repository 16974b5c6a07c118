"""git reads objects only: nothing in a repository is run, and no revision is an option."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from nomadspec.backends import git_objects
from tests.cli.run import Runner
from tests.pipes import make_pipe

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


def test_nothing_of_a_partial_clone_is_run(repository: Runner) -> None:
    """Its promisor is a command, and it has hooks."""
    trap = repository.write("trap.sh", f"#!/bin/sh\ntouch '{repository.folder}/sprung'\n")
    trap.chmod(0o755)
    for hook in ("post-checkout", "post-index-change", "pre-auto-gc", "reference-transaction", "fsmonitor-watchman", "query-watchman"):
        shutil.copy(trap, repository.folder / ".git" / "hooks" / hook)
    for key, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": f"ext::{trap}",
        "protocol.allow": "always",
        "protocol.ext.allow": "always",
        "core.fsmonitor": str(trap),
        "core.hooksPath": ".git/hooks",
    }.items():
        git(repository.folder, "config", key, value)
    _lose(repository, "HEAD:job.nomad.hcl")
    for words in READING:
        result = repository(*words)
        assert result.status in (2, 255)
        assert "HEAD" in result.err
    assert not (repository.folder / "sprung").exists()


READING = (
    ["diff", "HEAD:job.nomad.hcl", "job.nomad.hcl"],
    ["plan", "--state", "git:HEAD", "job.nomad.hcl"],
    ["plan", "--against", "HEAD", "job.nomad.hcl"],
    ["lint", "--changed-since", "HEAD", "."],
)


def test_a_bare_repository_in_a_folder_is_not_used(repository: Runner) -> None:
    """A commit can hold one, with a configuration that no clone would bring."""
    outer = repository.folder
    git(outer, "clone", "-q", "--bare", str(outer), str(outer / "inner"))
    repository.folder = outer / "inner"
    repository.write("job.nomad.hcl", JOB)
    result = repository("diff", "HEAD:job.nomad.hcl", "job.nomad.hcl")
    assert result.status == 2
    assert 'git says "fatal: cannot use bare repository' in result.err
    assert "shallow clone" not in result.err


def _object(repository: Runner, name: str) -> Path:
    done = subprocess.run(["git", "rev-parse", name], cwd=repository.folder, check=True, capture_output=True, text=True)
    return repository.folder / ".git" / "objects" / done.stdout[:2] / done.stdout[2:].strip()


def _lose(repository: Runner, name: str) -> None:
    _object(repository, name).unlink()


def _spoil(repository: Runner, name: str) -> None:
    path = _object(repository, name)
    path.chmod(0o644)
    path.write_bytes(b"x" * 100)


@pytest.mark.parametrize("name", ["HEAD", "HEAD^{tree}", "HEAD:job.nomad.hcl"], ids=["commit", "tree", "blob"])
@pytest.mark.parametrize("harm", [_lose, _spoil])
def test_an_object_that_is_missing_or_spoilt(repository: Runner, harm: Callable[[Runner, str], None], name: str) -> None:
    """The message names the revision, and what git said of it."""
    harm(repository, name)
    for words in READING:
        result = repository(*words)
        assert result.status in (2, 255)
        assert result.err.count("\n") == 1
        assert "HEAD" in result.err
        assert "git says '" in result.err


def test_objects_of_another_repository_are_read(repository: Runner) -> None:
    """As in a clone with --shared or --reference, whose `objects/info/alternates` leads there; the command that lists its references is not run."""
    shared = repository.folder / "shared"
    git(repository.folder, "clone", "-q", "--shared", str(repository.folder), str(shared))
    trap = repository.write("trap.sh", f"#!/bin/sh\ntouch '{repository.folder}/sprung'\n")
    trap.chmod(0o755)
    git(shared, "config", "core.alternateRefsCommand", str(trap))
    repository.folder = shared
    repository.write("job.nomad.hcl", JOB.replace("redis:7", "redis:8"))
    result = repository("diff", "HEAD:job.nomad.hcl", "job.nomad.hcl")
    assert (result.status, result.err) == (1, "")
    assert not (shared.parent / "sprung").exists()


@pytest.mark.parametrize("where", ["/nowhere", "../../../..", ".", "/dev/zero", '"\\n"', "#"])
def test_alternates_that_lead_nowhere(repository: Runner, where: str) -> None:
    repository.write(".git/objects/info/alternates", where + "\n")
    assert repository("diff", "HEAD:job.nomad.hcl", "job.nomad.hcl").status == 1
    _lose(repository, "HEAD:job.nomad.hcl")
    result = repository("diff", "HEAD:job.nomad.hcl", "job.nomad.hcl")
    assert result.status == 2
    assert result.err.startswith("nomadspec: HEAD:job.nomad.hcl: git says '")


@pytest.mark.parametrize("name", ["objects/info/alternates", "config", "HEAD"])
def test_git_is_not_waited_for(repository: Runner, name: str) -> None:
    """It opens a pipe in the place of one of its files, which nobody writes to."""
    repository.monkeypatch.setattr("nomadspec.backends.git_objects.TIMEOUT", 0.5)
    path = repository.folder / ".git" / name
    path.unlink(missing_ok=True)
    make_pipe(path)
    result = repository("diff", "HEAD:job.nomad.hcl", "job.nomad.hcl")
    assert result.status == 2
    assert "HEAD" in result.err
    assert "git did not finish within" in result.err or "git says '" in result.err


def test_replaced_objects_are_not_read(repository: Runner) -> None:
    """`refs/replace` makes another content of a commit than its id says."""
    git(repository.folder, "commit", "-q", "-a", "-m", "second")
    git(repository.folder, "replace", "HEAD~1:job.nomad.hcl", "HEAD:job.nomad.hcl")
    assert "redis:7" in repository("diff", "HEAD~1:job.nomad.hcl", "job.nomad.hcl").out


@pytest.mark.parametrize(
    "entries",
    [
        [("100644", "x" * 300)],
        [("100644", "..")],
        [("100644", ".git")],
        [("100644", "job.nomad.hcl"), ("40000", "job.nomad.hcl")],
        [("40000", ".."), ("40000", "..")],
        [("120000", "sub"), ("40000", "sub")],
        [("160000", "module")],
        [("100644", "a\nb"), ("100644", "a\\b"), ("100644", "\u202e")],
    ],
    ids=["long name", "parent", "git's folder", "file and folder", "folders above", "link and folder", "module", "odd names"],
)
def test_trees_that_git_would_not_make(repository: Runner, entries: list[tuple[str, str]]) -> None:
    """Their files are put nowhere but below the folder of the copy; what has no place there is missing."""
    folder = repository.folder
    reading = JOB.replace('"redis:7"', 'file("other")').encode()
    blob = _store(folder, "blob", reading)
    inner = _store(folder, "tree", b"100644 sprung\0" + bytes.fromhex(blob))
    ids = {"100644": blob, "40000": inner, "120000": _store(folder, "blob", str(folder).encode()), "160000": "1" * 40}
    rows = [*entries, ("100644", "main.nomad.hcl"), ("100644", "other")]
    tree = _store(folder, "tree", b"".join(f"{mode} {name}".encode() + b"\0" + bytes.fromhex(ids[mode]) for mode, name in rows))
    commit = _store(folder, "commit", f"tree {tree}\nauthor a <a@b> 1 +0000\ncommitter a <a@b> 1 +0000\n\nx\n".encode())
    result = repository("plan", "--state", f"git:{commit}", "job.nomad.hcl")
    assert result.status in (0, 1, 255)
    assert "internal fault" not in result.err
    assert not list(folder.parent.rglob("sprung"))


def _store(folder: Path, kind: str, data: bytes) -> str:
    done = subprocess.run(["git", "hash-object", "-t", kind, "-w", "--literally", "--stdin"], cwd=folder, input=data, check=True, capture_output=True)
    return done.stdout.decode().strip()


def test_copies_of_killed_runs_are_removed(repository: Runner, tmp_path: Path) -> None:
    """Those of a day ago; a younger one may be that of a run that goes on."""
    folder = tmp_path / "temporary"
    for name in ("nomadspec-git-old", "nomadspec-git-young", "other"):
        (folder / name / "a").mkdir(parents=True)
    (folder / "nomadspec-git-link").symlink_to(folder / "other")
    for name in ("nomadspec-git-old", "other"):
        os.utime(folder / name, (0, 0))
    repository.monkeypatch.setattr("tempfile.tempdir", str(folder))
    assert repository("diff", "HEAD:job.nomad.hcl", "job.nomad.hcl").status == 1
    assert sorted(path.name for path in folder.iterdir()) == ["nomadspec-git-link", "nomadspec-git-young", "other"]
