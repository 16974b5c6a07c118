"""Runs each test for each value of `each`. All assertions are evaluated, so that a failed one does not hide others."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from nomadspec.evaluation import variables as inputs
from nomadspec.evaluation.locals import evaluate_locals
from nomadspec.evaluation.scope import WORK, Scope, Surroundings, references
from nomadspec.evaluation.values import is_null
from nomadspec.jobspec.compilation import value_sources
from nomadspec.simulation.node_selection import NodeError, values_of
from nomadspec.source import Diagnostic
from nomadspec.source.record import Record
from nomadspec.source.regular_file import repository_root
from nomadspec.workspace.files import ReadError, read_text
from nomadspec.workspace.placement_tests.cluster import Given, NotRun, Settings
from nomadspec.workspace.placement_tests.facts import FACTS, Facts
from nomadspec.workspace.placement_tests.parts import parts
from nomadspec.workspace.placement_tests.reading import TestFile, fault, read
from nomadspec.workspace.placement_tests.values import NotKnown, context, to_value, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nomadspec.cluster.state import ClusterState
    from nomadspec.evaluation.values import Value
    from nomadspec.hcl import ast
    from nomadspec.workspace.placement_tests.reading import TestCase, Written

#: Maximum number of values of `each`.
MOST_RUNS: Final = 100_000
#: What the runs of one file may read together, in bytes of its state (a byte of a jobspec counts as `OF_JOBSPECS`), where the state has up to
#: half a megabyte; for a larger one it grows with the square, as a run for each node does.
MOST_READ: Final = 150_000_000
OF_JOBSPECS: Final = 20
#: Units of work (`evaluation/scope.py`) that the expressions of one file may take together, and those that each run has at least.
MOST_WORK: Final = 4 * WORK
LEAST_WORK: Final = 5_000


class RunResult(Record):
    """One run of a test: `value` is that of `each`, None without. `failures` are TST002 for an assertion that does not hold, else why it could not be run."""

    path: str
    name: str
    value: str | None
    failures: Sequence[Diagnostic]

    @property
    def ok(self) -> bool:
        return not self.failures

    @property
    def title(self) -> str:
        return self.name if self.value is None else f"{self.name} [{self.value}]"

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        from nomadspec.reporting.machine import finding

        return {"path": self.path, "name": self.name, "each": self.value, "ok": self.ok, "failures": [finding(one) for one in self.failures]}


def test_names(path: str, wanted: re.Pattern[str] | None) -> list[str]:
    """The names of a file's tests that match; one empty name for a file that cannot be used."""
    file = _read(path)
    return [""] if isinstance(file, RunResult) else [case.name for case in file.cases if wanted is None or wanted.search(case.name)]


def run_test(path: str, name: str, given: Given) -> list[RunResult]:
    """The results of one test, whose name is one of `test_names`, with the values that the run gives to variables. A file that cannot be read or used is one
    failed result."""
    file = _read(path)
    if isinstance(file, RunResult):
        return [file]
    return [result for case in file.cases if case.name == name for result in _run_case(file, case, given)]


def _read(path: str) -> TestFile | RunResult:
    """The file, or why it cannot be used."""
    try:
        file = _parsed(read_text(path), path)
    except ReadError as error:
        return RunResult(path, "", None, [Diagnostic("TST001", "test-file-invalid", "error", str(error), None)])
    return RunResult(path, "", None, file.faults) if file.faults else file


@lru_cache(maxsize=1)
def _parsed(text: str, path: str) -> TestFile:
    """The tests of a file; those of one file are run one after another."""
    return read(text, path)


def _run_case(file: TestFile, case: TestCase, given: Given) -> Iterator[RunResult]:
    path = file.source.path
    if case.faults:
        yield RunResult(path, case.name, None, case.faults)
        return
    root = repository_root(path) or os.path.dirname(os.path.abspath(path))
    try:
        settings = Settings(
            file.source,
            root,
            {**file.settings, **case.attributes},
            _scope(file, root, given, work=min(WORK, max(LEAST_WORK, MOST_WORK / len(file.cases)))),
            given,
        )
        state = settings.state()
        key = settings.get("each", str, 'a key of nodes, such as "meta.rack"')
        values = [None] if key is None else _values(state, key, settings, case)
    except NotRun as error:
        yield RunResult(path, case.name, None, error.diagnostics)
        return
    size = settings.state_size()
    allowed = MOST_READ * max(1, size / 500_000) ** 2 / len(file.cases)
    work = min(WORK, max(LEAST_WORK, MOST_WORK / (len(file.cases) * len(values))) + size / 10)
    for value in values:
        allowed -= size
        if allowed < 0:
            place = case.attributes.get("each", case.block)
            text = "the tests of this file have more runs than are allowed on this state; the rest of this test is not run"
            yield RunResult(path, case.name, value, [fault(file.source, place, text, "Use a key with fewer values, or fewer tests in a file.")])
            return
        try:
            failures, read = _run(file, case, root, state, value, given, work, allowed / OF_JOBSPECS)
            allowed -= read * OF_JOBSPECS
        except NotRun as error:
            failures = list(error.diagnostics)
        yield RunResult(path, case.name, value, failures)


def _values(state: ClusterState, key: str, settings: Settings, case: TestCase) -> list[str | None]:
    try:
        values: list[str | None] = [*values_of(state, key)]
    except NodeError as error:
        raise NotRun(fault(settings.source, case.attributes["each"], str(error))) from None
    if not values or len(values) > MOST_RUNS:
        text = f"no node has {key}, so the test would not run" if not values else f"{len(values):,} values of {key}, but the limit is {MOST_RUNS:,}"
        raise NotRun(fault(settings.source, case.attributes["each"], text))
    return values


def _scope(file: TestFile, root: str, given: Given, names: dict[str, Value] | None = None, facts: Facts | None = None, work: float = WORK) -> Scope:
    """What expressions of the file see: its variables and locals, `each`, and the facts of a run. `work`: what they may take."""
    functions = context(root, facts.functions if facts is not None else None)
    surroundings = Surroundings(file.source, functions, runtime_references=False)
    surroundings.work = int(work)
    problems: list[Diagnostic] = []
    declared = inputs.declare(file.source, file.body, problems)
    inputs.assign_configured(declared, value_sources(given.values, problems), problems)
    values, _ = inputs.settle(declared, functions, "error", surroundings, problems)
    seen: dict[str, Any] = {"var": values, **(names or {})}
    local = evaluate_locals(file.body, seen, surroundings, problems)
    if problems:
        raise NotRun(*problems)
    return Scope(surroundings, {"local": local, **seen})


def _run(
    file: TestFile, case: TestCase, root: str, state: ClusterState, value: str | None, given: Given, work: float, most: float
) -> tuple[list[Diagnostic], int]:
    """What fails, and the characters of the jobspecs that were read, at most `most`."""
    names: dict[str, Value] = {} if value is None else {"each": {"key": value, "value": value}}
    settings = Settings(file.source, root, {**file.settings, **case.attributes}, _scope(file, root, given, names, work=work), given)
    jobs, read = settings.jobs(most)
    facts = Facts(settings, case.block, state, jobs, settings.changes(case.changes), settings.get("now", str, "a time in RFC 3339"))
    used = {reference.root for written in case.assertions for expr in written.attributes.values() for reference in references(expr)}
    seen = {**names, **{name: to_value(facts.get(name)) for name in FACTS if name in used}}
    scope = _scope(file, root, given, seen, facts, work)
    return [failure for written in case.assertions if (failure := _asserted(file, written, scope)) is not None], read


def _asserted(file: TestFile, written: Written, scope: Scope) -> Diagnostic | None:
    """Why an assertion fails; None if it passes."""
    condition = written.attributes["condition"]
    try:
        held = value_of(condition, scope)
    except NotKnown as error:
        return error.diagnostics[0] if error.diagnostics else _failure(file, condition, "the value of the condition is unknown", ())
    if not isinstance(held, bool):
        text = "the condition is null" if is_null(held) else "the condition is neither true nor false"
        return _failure(file, condition, text, ())
    return None if held else _failure(file, condition, _message(written, scope), parts(condition, scope))


def _message(written: Written, scope: Scope) -> str:
    expr = written.attributes.get("error_message")
    if expr is None:
        return "the condition is false"
    try:
        return str(value_of(expr, scope))
    except NotKnown:
        return "the condition is false (and its error_message is unknown)"


def _failure(file: TestFile, condition: ast.Expression, message: str, shown: Sequence[tuple[str, str]]) -> Diagnostic:
    values = "; ".join(f"{text} is {value}" for text, value in shown)
    return Diagnostic("TST002", "assertion-failed", "error", message, file.source.span(condition.start, condition.end), help=values or None)
