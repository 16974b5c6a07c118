"""The subject of a test: the cluster, the jobs, the changes. A problem is a `NotRun` with diagnostics, and the test fails with them."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from nomadspec.changes import ChangeError, RunJob
from nomadspec.simulation.plain_changes import read as read_change
from nomadspec.source.record import Record
from nomadspec.source.relative_path import relative
from nomadspec.workspace.placement_tests.reading import Written, fault
from nomadspec.workspace.placement_tests.values import NotKnown, plain_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nomadspec._generated.job_model import Job
    from nomadspec.changes import Change
    from nomadspec.cluster.state import ClusterState
    from nomadspec.evaluation.scope import Scope
    from nomadspec.hcl import ast
    from nomadspec.jobspec.compilation import CompileArguments
    from nomadspec.releases import Release
    from nomadspec.source import Diagnostic, Source

#: Maximum number of jobs in a test.
MOST_JOBS: Final = 1_000


class NotRun(Exception):
    """A test that cannot be run; the diagnostics give the reason."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__()
        self.diagnostics = diagnostics


class Given(Record):
    """What a run gives to test files and to the jobspecs that they name: `values` of variables, tables by name or paths of files, later ones win; the
    release of Nomad that jobspecs are compiled for."""

    values: Sequence[dict[str, object] | str] = ()
    release: str | Release | None = None


class Settings:
    """The settings of one test, read in the scope of one run. Paths count from the test file and stay in its repository (`root`)."""

    def __init__(self, source: Source, root: str, expressions: Mapping[str, ast.Expression], scope: Scope, given: Given) -> None:
        self.source: Final = source
        self.root: Final = root
        self.folder: Final = os.path.dirname(os.path.abspath(source.path))
        self._expressions: Final = expressions
        self._scope: Final = scope
        self._given: Final = given

    def get(self, name: str, kind: type, wanted: str) -> Any:
        """The value of a setting; None without one."""
        expr = self._expressions.get(name)
        if expr is None:
            return None
        value = self._plain(expr, f"'{name}'")
        if not isinstance(value, kind) or (isinstance(value, list) and not all(isinstance(item, str) for item in value)):
            raise NotRun(fault(self.source, expr, f"'{name}' must be {wanted}"))
        return value

    def paths(self, name: str) -> list[str]:
        named: list[str] = self.get(name, list, "a list of paths") or []
        return [self._path(name, item) for item in named]

    def _path(self, name: str, text: str) -> str:
        expr = self._expressions[name]
        path = os.path.realpath(os.path.join(self.folder, text))
        root = os.path.realpath(self.root)
        if path != root and not path.startswith(os.path.join(root, "")):
            raise NotRun(fault(self.source, expr, f"'{name}': {text} is outside of the repository"))
        return relative(path)

    def _plain(self, expr: ast.Expression, what: str) -> Any:
        try:
            return plain_of(expr, self._scope)
        except NotKnown as error:
            raise NotRun(*(error.diagnostics or [fault(self.source, expr, f"the value of {what} is not known")])) from None

    def state(self) -> ClusterState:
        """The cluster: an empty one where no state is named."""
        from nomadspec.backends.opening import BackendError, open_state
        from nomadspec.cluster.state import ClusterState
        from nomadspec.cluster.state_faults import StateError

        name = self.get("state", str, "the path of a state document")
        if name is None:
            return ClusterState.from_dict({})
        path = self._path("state", name)
        try:
            return _opened(path, os.stat(path).st_mtime_ns) if os.path.isfile(path) else open_state(f"file:{path}")
        except BackendError as error:
            raise NotRun(fault(self.source, self._expressions["state"], str(error))) from None
        except StateError as error:
            raise NotRun(*error.diagnostics) from None

    def state_size(self) -> int:
        """The bytes of the state's file; 0 where there is none."""
        name = self.get("state", str, "the path of a state document")
        return 0 if name is None else os.path.getsize(self._path("state", name))

    def jobs(self, most: float) -> tuple[list[tuple[str, Job]], int]:
        """(path, job) of each jobspec, and the characters that they have together, at most `most`."""
        from nomadspec.jobspec.compilation import compile
        from nomadspec.workspace.files import ReadError, read_text

        paths = self.paths("jobs")
        if len(paths) > MOST_JOBS:
            raise NotRun(fault(self.source, self._expressions["jobs"], f"a test has at most {MOST_JOBS:,} jobs"))
        variables = self.get("variables", dict, "an object")
        var_files = self.paths("var_files")
        found: list[tuple[str, Job]] = []
        read = 0
        for path in paths:
            try:
                text = read_text(path)
            except ReadError as error:
                raise NotRun(fault(self.source, self._expressions["jobs"], str(error))) from None
            read += len(text)
            if read > most:
                why = f"the jobspecs of this file's tests are larger than is allowed: this one may read {int(most):,} more characters"
                raise NotRun(fault(self.source, self._expressions["jobs"], why))
            # What the test itself says wins over what the run gives.
            given: CompileArguments = {
                "filename": path,
                "variables": variables,
                "var_files": var_files,
                "configured": self._given.values,
                "environ": {},
                "fs": self.root,
                "nomad_version": self._given.release,
            }
            made = compile(text, **given)
            if made.job is None or not made.ok:
                raise NotRun(*[d for d in made.diagnostics if d.severity == "error"])
            found.append((path, made.job))
        return found, read

    def changes(self, written: Sequence[Written]) -> list[Change]:
        """The changes, in the order in which they are written."""
        return [self._change(one) for one in written]

    def _change(self, written: Written) -> Change:
        values = {name: self._plain(expr, f"'{name}'") for name, expr in written.attributes.items()}
        if isinstance(values.get("nodes"), str):
            values["nodes"] = [values["nodes"]]
        try:
            return read_change(_PLAIN.get(written.type, _nodes)(written.type, values))
        except ChangeError as error:
            raise NotRun(fault(self.source, written.block, str(error))) from None


@lru_cache(maxsize=1)
def _opened(path: str, changed: int) -> ClusterState:
    """The state of a file that was last changed at `changed`: mostly all tests of a file are about one."""
    from nomadspec.backends.opening import open_state

    return open_state(f"file:{path}")


def _nodes(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    nodes = values.pop("nodes")
    return {kind: nodes, **values}


def _object(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    return {kind: values}


def _stop(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    return {kind: values["job"]}


#: Change → its plain form from its attributes, where it is not one about nodes alone.
_PLAIN: Final = {"add": _object, "set": _object, "scheduler": _object, "scale": _object, "stop": _stop}


def run_all(jobs: Sequence[tuple[str, Job]]) -> list[Change]:
    return [RunJob(job) for _, job in jobs]
