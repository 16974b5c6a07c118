"""Reading a git repository: objects only. No shell, no hooks, no filters, nothing that a repository's configuration could start."""

from __future__ import annotations

import os
import subprocess
import sys

from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

MAX_FILES: Final = 20_000
MAX_TOTAL: Final = 256 * 1024 * 1024
TIMEOUT: Final = 60.0

#: What a repository's own configuration might make git run is switched off by name.
_SAFE: Final = (
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.pager=cat",
    "-c",
    "protocol.allow=never",
    "-c",
    "safe.bareRepository=explicit",  # a folder of the repository may look like one, with a configuration of its own
    "--no-optional-locks",
    "--no-replace-objects",
)


#: What git says of a revision that it does not have.
_LACKING: Final = ("Needed a single revision", "unknown revision", "bad object", "bad revision")


class GitError(Exception):
    """git failed; the message contains the command and git's message."""


def _program() -> str:
    """What to start as git. Windows would look into the working folder first, where a repository may have its own `git.exe`."""
    if sys.platform == "win32":
        found = (os.path.join(folder, "git.exe") for folder in os.get_exec_path() if os.path.isabs(folder))
        program = next((path for path in found if os.path.isfile(path)), "")
        if not program:
            raise FileNotFoundError
        return program
    return "git"


def _git(folder: str, *arguments: str, stdin: bytes | None = None) -> bytes:
    environ = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    environ |= {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run([_program(), *_SAFE, *arguments], cwd=folder, input=stdin, capture_output=True, timeout=TIMEOUT, env=environ, check=False)
    except FileNotFoundError:
        raise GitError("git is not installed") from None
    except (OSError, ValueError) as error:
        raise GitError(f"git: {error}") from None
    except subprocess.TimeoutExpired:
        raise GitError(f"git did not finish within {TIMEOUT:.0f} seconds") from None
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        said = next((line for line in lines if line.startswith(("fatal:", "error:"))), lines[0] if lines else "")  # warnings may come first
        raise GitError(f"git says {said!r}" if said else f"git {arguments[0]} failed (status {done.returncode})")
    return done.stdout


def resolve(folder: str, revision: str) -> str:
    """The id of the commit that `revision` names. Raises `GitError`."""
    if not revision or "\0" in revision:
        raise GitError(f"{revision!r} is not a valid revision")
    try:
        text = _git(folder, "rev-parse", "--verify", "--end-of-options", revision + "^{commit}")
    except GitError as error:
        lacking = any(sign in str(error) for sign in _LACKING)
        hint = f"; it may be missing from a shallow clone (git fetch --unshallow, or fetch-depth: 0){_base(revision)}" if lacking else ""
        raise GitError(f"no revision {revision!r}: {error}{hint}") from None
    found = text.decode("ascii", "replace").strip()
    if not found or not all(c in "0123456789abcdef" for c in found):
        raise GitError(f"no revision {revision!r}")
    return found


def _base(revision: str) -> str:
    """How a branch of a remote is fetched."""
    remote, slash, branch = revision.partition("/")
    return f", or the branch was not fetched (git fetch {remote} {branch})" if slash and remote.isalnum() and branch else ""


def merge_base(folder: str, revision: str) -> str:
    """The commit where the current branch left `revision`; that revision itself where they have nothing in common."""
    found = resolve(folder, revision)
    try:
        return _git(folder, "merge-base", "--end-of-options", found, "HEAD").decode("ascii", "replace").strip() or found
    except GitError:
        return found


def setting(folder: str, name: str) -> str:
    """The value of a setting of git, "" where it is not set."""
    try:
        return _git(folder, "config", "--get", name).decode("utf-8", "replace").strip()
    except GitError:
        return ""


class Commit(Record):
    """A commit: its id, its regular files (path from the root → blob, size), the root of the work tree and the working folder's path in it."""

    id: str
    files: dict[str, tuple[str, int]]
    top: str
    prefix: str
    folder: str

    def read(self, paths: Sequence[str]) -> list[bytes]:
        """The contents of files, in order."""
        return read(self.folder, [self.files[path][0] for path in paths])


def commit(folder: str, revision: str) -> Commit:
    """The commit that `revision` names. Raises `GitError`."""
    found = resolve(folder, revision)
    top = _git(folder, "rev-parse", "--show-toplevel").decode("utf-8", "surrogateescape").removesuffix("\n")
    return Commit(found, {path: (blob, size) for path, blob, size in names(folder, found)}, os.path.realpath(top), _prefix(folder), folder)


def _prefix(folder: str) -> str:
    return _git(folder, "rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").strip("\n")


def names(folder: str, commit: str) -> list[tuple[str, str, int]]:
    """(path, blob id, size) of the regular files of a commit, from the repository's root. Raises `GitError`, also where one of the blobs is missing or
    damaged: without it nobody can tell what the commit holds."""
    out = _git(folder, "ls-tree", "-r", "-l", "-z", "--full-tree", "--end-of-options", commit)
    rows = []
    for entry in out.split(b"\0"):
        head, tab, path = entry.partition(b"\t")
        fields = head.split()
        if tab and len(fields) == 4 and fields[0] in (b"100644", b"100755"):
            blob = fields[2].decode()
            size = int(fields[3]) if fields[3].isdigit() else len(_git(folder, "cat-file", "blob", blob))  # git's word is BAD; this says why
            rows.append((path.decode("utf-8", "surrogateescape"), blob, size))
        if len(rows) > MAX_FILES * 10:
            raise GitError(f"more than {MAX_FILES * 10:,} files")
    return rows


def read(folder: str, blobs: list[str]) -> list[bytes]:
    """The contents of blobs, in order."""
    out: list[bytes] = []
    data = _git(folder, "cat-file", "--batch", stdin="".join(f"{blob}\n" for blob in blobs).encode()) if blobs else b""
    at = 0
    for blob in blobs:
        end = data.index(b"\n", at)
        head = data[at:end].split()
        if len(head) != 3 or head[0].decode() != blob:
            raise GitError(f"git has no object {blob}")
        size = int(head[2])
        out.append(data[end + 1 : end + 1 + size])
        at = end + 2 + size
    return out
