"""`git:REV[:FOLDER]`: the jobs of this repository (or of a folder of it) at a revision, as if they were registered and nothing had been placed.

Every jobspec of the commit is compiled with the values of the run, and stored as version 0. What it reads, by `file()` and its like or as a var file, is
read at the revision where it lies in the repository: those files are put into a temporary folder, which is the root of file functions. One that does not
compile is left out; the state names it (`left_out`), and a plan of that job is refused, since nobody can tell what it changes.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress

from nomadspec.backends import git_objects
from nomadspec.backends.git_copy import copies
from nomadspec.backends.opening import BackendError
from nomadspec.hcl.limits import MAX_FILE
from nomadspec.source.record import Record
from nomadspec.source.relative_path import relative, with_slashes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Final

    from nomadspec.backends.opening import OpenOptions
    from nomadspec.cluster.state import ClusterState
    from nomadspec.jobspec.compilation import Compilation, CompileArguments

_SUFFIXES: Final = (".nomad", ".nomad.hcl", ".nomad.json", ".job")
#: A file of another name is a jobspec if it has a job at the top; whether a jobspec may read files.
_JOB: Final = {".hcl": re.compile(rb'^[ \t]*job[ \t]+("|[A-Za-z_])[^\n=]*\{', re.M), ".json": re.compile(rb'"[jJ]ob"\s*:\s*[{\[]')}
_READS: Final = re.compile(rb"\b(?:file\w*|templatefile)\s*\(")
_NAME: Final = re.compile(rb'^[ \t]*job[ \t]+"?([^"\s{]+)|"job"\s*:\s*\{\s*"([^"]+)"', re.M)
#: Larger files are not for functions to read (`evaluation/functions/filesystem.py`).
_LARGEST_READ: Final = 10 * 1024 * 1024
#: Shorter values of variables are not masked.
_SHORTEST_SECRET: Final = 4


class _AtRevision(Record):
    """A var file of the commit: its copy is opened, its place in the commit is shown."""

    copy: str
    shown: str

    def __fspath__(self) -> str:
        return self.copy

    def __str__(self) -> str:
        return self.shown


def open_state(rest: str, options: OpenOptions) -> ClusterState:
    """The state of the repository around the working folder at `REV[:FOLDER]`. Raises `BackendError`."""
    revision, colon, folder = rest.partition(":")
    try:
        commit = git_objects.commit(options.folder, revision or "HEAD")
        return _Revision(commit, revision or "HEAD", options).state(_folder(commit, folder) if colon else "")
    except git_objects.GitError as error:
        raise BackendError(f"git:{rest}: {error}") from None


def compile_at(revision: str, path: str, options: OpenOptions) -> Compilation:
    """The jobspec `path` (from the working folder) at a revision, compiled as one of a state is. Raises `git_objects.GitError`."""
    import posixpath

    commit = git_objects.commit(options.folder, revision)
    inner = posixpath.normpath(posixpath.join(commit.prefix, with_slashes(path)))
    if inner not in commit.files:
        raise git_objects.GitError(f"no file {path!r} at {revision}")
    if commit.files[inner][1] > MAX_FILE:
        raise git_objects.GitError(f"{path} at {revision} is larger than {MAX_FILE:,} bytes")
    made = _Revision(commit, revision, options)
    (data,) = commit.read([inner])
    with copies() as copy:
        return made.compiled(path, data, made.arguments(copy, {inner: data}, {}))


def _folder(commit: git_objects.Commit, folder: str) -> str:
    """A folder of the commit, from the repository's root; one that is named from the working folder is found, too."""
    import posixpath

    for base in ("", commit.prefix):
        wanted = posixpath.normpath(posixpath.join(base, folder or "."))
        if wanted == ".":
            return ""
        if any(path.startswith(wanted + "/") for path in commit.files):
            return wanted + "/"
    raise git_objects.GitError(f"no folder {folder!r} in this revision")


class _Revision:
    """The jobs of a commit, compiled."""

    __slots__ = ("commit", "given", "name", "options")

    def __init__(self, commit: git_objects.Commit, name: str, options: OpenOptions) -> None:
        self.commit: Final = commit
        self.name: Final = name
        self.options: Final = options
        self.given: Final = options.compile or {}

    def state(self, folder: str) -> ClusterState:
        from nomadspec.cluster.state import ClusterState

        texts = self._jobspecs(folder)
        jobs: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}
        left_out: dict[str, str] = {}
        with copies() as copy:
            arguments = self.arguments(copy, texts, left_out)
            for path, data in texts.items():
                made = self._job(path, data, arguments)
                if isinstance(made, str):
                    left_out[path] = made
                    continue
                key = (made.get("Namespace") or "default", made["ID"])
                other = jobs.setdefault(key, (path, made))
                if other[0] != path:
                    both = f"{other[0]} and {path} are both job {key[1]!r}"
                    raise git_objects.GitError(f"{both}; choose a folder (git:{self.name}:FOLDER), or describe them as [[environments]]")
        index = 10 + len(jobs)
        rows = [job for _, job in jobs.values()]
        state = ClusterState.from_dict({"format": "nomadspec-state/1", "source": f"git:{self.commit.id}", "latest_index": index, "jobs": rows})
        state.jobs_alone = True
        state.left_out = {f"{path} at {self.name}": (_name_in(texts[path]) if path in texts else "", reason) for path, reason in left_out.items()}
        return state

    def _jobspecs(self, folder: str) -> dict[str, bytes]:
        """The text of each jobspec below the folder."""
        accept = self.options.belongs
        wanted = [
            path
            for path, (_, size) in self.commit.files.items()
            if path.startswith(folder)
            and path.endswith((*_SUFFIXES, *_JOB))
            and size <= MAX_FILE
            and not any(part.startswith(".") for part in path.split("/"))
            and (accept is None or accept(os.path.join(self.commit.top, path)))
        ]
        if len(wanted) > git_objects.MAX_FILES or sum(self.commit.files[path][1] for path in wanted) > git_objects.MAX_TOTAL:
            raise git_objects.GitError("too many jobspecs")
        texts = dict(zip(wanted, self.commit.read(wanted), strict=True))
        return {path: data for path, data in texts.items() if path.endswith(_SUFFIXES) or _JOB[os.path.splitext(path)[1]].search(data)}

    def arguments(self, copy: str, texts: dict[str, bytes], left_out: dict[str, str]) -> CompileArguments:
        """How the jobspecs are compiled: as those of the run, with the files of the commit in the folder `copy`."""
        named = [self._at_revision(path, copy, left_out) for path in self.given.get("var_files", ())]
        configured = [given if isinstance(given, dict) else self._at_revision(given, copy, left_out) for given in self.given.get("configured", ())]
        none = self.given.get("fs") == "none"
        if not none and any(_READS.search(data) for data in texts.values()):
            self._copy([path for path, (_, size) in self.commit.files.items() if size <= _LARGEST_READ], copy)
        directory = os.path.join(copy, self.commit.prefix)
        os.makedirs(directory, exist_ok=True)
        return {
            **self.given,
            "var_files": [path for path in named if path is not None],
            "configured": [given for given in configured if given is not None],
            "strict": False,  # an older jobspec need not declare all that the run gives
            "fs": "none" if none else copy,
            "directory": directory,
        }

    def _at_revision(self, path: Any, copy: str, left_out: dict[str, str]) -> Any:
        """A var file as it is in the commit; as it is on disk where git does not know it, None where only this commit does not."""
        inner = with_slashes(relative(os.path.realpath(os.path.join(self.options.folder, path)), self.commit.top))
        if inner in self.commit.files:
            self._copy([inner], copy)
            return _AtRevision(os.path.join(copy, inner), f"{self.name}:{inner}")
        if inner.startswith("../") or os.path.isabs(inner) or inner not in git_objects.commit(self.options.folder, "HEAD").files:
            return os.path.join(self.options.folder, path)
        left_out[inner] = "the revision does not contain this variable file"
        return None

    def _copy(self, paths: Sequence[str], copy: str) -> None:
        missing = [path for path in paths if not os.path.lexists(os.path.join(copy, path))]
        if sum(self.commit.files[path][1] for path in missing) > git_objects.MAX_TOTAL:
            raise git_objects.GitError(f"the files that jobspecs read at this revision are larger than {git_objects.MAX_TOTAL:,} bytes")
        for path, data in zip(missing, self.commit.read(missing), strict=True):
            target = os.path.join(copy, path)
            if not os.path.realpath(target).startswith(copy + os.sep):
                continue  # no path of a tree leads outside; git refuses to make one
            with suppress(OSError):  # a name that this system has no file for, or two files of which one would lie in the other: it stays missing
                os.makedirs(os.path.dirname(target), exist_ok=True)
                with open(target, "wb") as file:
                    file.write(data)

    def compiled(self, path: str, data: bytes, arguments: CompileArguments) -> Compilation:
        """A jobspec of the commit, compiled."""
        from nomadspec.jobspec.compilation import compile

        return compile(data.decode("utf-8", "surrogateescape"), **{**arguments, "filename": f"{self.name}:{path}"})  # type: ignore[arg-type]

    def _job(self, path: str, data: bytes, arguments: CompileArguments) -> dict[str, Any] | str:
        """The stored job of a jobspec, or why there is none."""
        from nomadspec.jobspec.block import UnknownValue
        from nomadspec.jobspec.canonicalize import canonicalize
        from nomadspec.jobspec.json.api import to_api

        compiled = self.compiled(path, data, arguments)
        if not compiled.ok or compiled.job is None:
            first = next((d for d in compiled.diagnostics if d.severity == "error"), None)
            where = f"line {first.span.start.line}: " if first is not None and first.span is not None and first.span.path.endswith(path) else ""
            return f"{where}{self._masked(first.message)}" if first is not None else "not a jobspec"
        try:
            if not compiled.job.id:
                return "the job has no id"
            submitted = self.options.submitted
            api = to_api(canonicalize(compiled.job if submitted is None else submitted(compiled.job)))
        except UnknownValue as unknown:
            return f"a value is unknown ({unknown})"
        return {**api, "Version": 0, "Status": "running", "Stable": False, "CreateIndex": 10, "ModifyIndex": 10, "JobModifyIndex": 10}

    def _masked(self, text: str) -> str:
        """The text without values of variables from the environment."""
        environ = self.given.get("environ")
        for name, value in (os.environ if environ is None else environ).items():
            if name.startswith("NOMAD_VAR_") and len(value) >= _SHORTEST_SECRET:
                text = text.replace(value, "***")
        return text


def _name_in(data: bytes) -> str:
    """The id of the job of a jobspec that does not compile, as it is written; "" if it cannot be seen."""
    found = _NAME.search(data)
    return (found[1] or found[2]).decode("utf-8", "replace") if found else ""
