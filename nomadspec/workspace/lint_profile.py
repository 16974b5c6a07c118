"""`lint --profile`: where the time of a run went, by phase, by rule and by file.

Nothing on the way of a lint knows of it: the functions of `PHASES` are replaced, while a profile is taken, by ones that look at the clock before and after.
A phase has the time of its own, without that of phases inside it.
"""

from __future__ import annotations

import importlib
import time
from contextlib import ExitStack, contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, Final

#: What a phase is called, and the function that is all of it: the module that calls it, and its name there.
PHASES: Final = (
    ("read", "nomadspec.workspace.repository", "read_text"),
    ("parse, evaluate, decode", "nomadspec.workspace.linting", "compile_partly"),
    ("Nomad's checks", "nomadspec.workspace.checks_and_rules", "validate"),
    ("rules", "nomadspec.workspace.checks_and_rules", "run"),
    ("files of other kinds", "nomadspec.workspace.spec_linting", "lint_spec"),
    ("selection, suppression, masking", "nomadspec.workspace.linting", "finish"),
    ("rules over the repository", "nomadspec.workspace.repository", "repository_findings"),
)
#: Rules and files that are shown.
SHOWN: Final = 15


class Profile:
    """Seconds by phase, by rule (code and name) and by file."""

    def __init__(self) -> None:
        self.phases: dict[str, float] = {}
        self.rules: dict[str, float] = {}
        self.files: dict[str, float] = {}
        self._inner = 0.0

    def _phase(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any, **named: Any) -> Any:
            around, self._inner = self._inner, 0.0
            began = time.perf_counter()
            try:
                return function(*arguments, **named)
            finally:
                whole = time.perf_counter() - began
                self.phases[name] = self.phases.get(name, 0.0) + whole - self._inner
                self._inner = around + whole

        return timed

    def _each(self, table: dict[str, float], function: Callable[..., Any], key: Callable[..., str]) -> Callable[..., Any]:
        def timed(*arguments: Any) -> Any:
            began = time.perf_counter()
            try:
                return function(*arguments)
            finally:
                name = key(*arguments)
                table[name] = table.get(name, 0.0) + time.perf_counter() - began

        return timed

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Take the times of what is done here."""
        from nomadspec.rules import runner
        from nomadspec.workspace.file_linter import FileLinter

        with ExitStack() as stack:
            for name, module, function in PHASES:
                holder = importlib.import_module(module)
                stack.enter_context(_replaced(holder, function, self._phase(name, getattr(holder, function))))
            by_rule = self._each(self.rules, runner._run_one, lambda rule, *_: f"{rule.code} {rule.name}")
            stack.enter_context(_replaced(runner, "_run_one", by_rule))
            stack.enter_context(_replaced(FileLinter, "lint", self._each(self.files, FileLinter.lint, lambda _, path, __: path)))
            yield

    def lines(self, seconds: float) -> Iterator[str]:
        """The tables, of a run that took so many seconds in all."""
        yield f"where {seconds:.2f} s went:"
        rest = seconds - sum(self.phases.values())
        yield from _table("phase", {**self.phases, "everything else": rest}, seconds, len(PHASES) + 1)
        yield from _table("rule", self.rules, seconds, SHOWN)
        yield from _table("file", self.files, seconds, SHOWN)


@contextmanager
def _replaced(holder: Any, name: str, function: Callable[..., Any]) -> Iterator[None]:
    before = getattr(holder, name)
    setattr(holder, name, function)
    try:
        yield
    finally:
        setattr(holder, name, before)


def _table(title: str, rows: dict[str, float], seconds: float, most: int) -> Iterator[str]:
    ordered = sorted(rows.items(), key=lambda row: -row[1])
    for name, spent in ordered[:most]:
        yield f"{title:6} {spent:8.3f} s {100 * spent / (seconds or 1):3.0f} %  {name}"
    if len(ordered) > most:
        yield f"{title:6} {sum(spent for _, spent in ordered[most:]):8.3f} s       {len(ordered) - most} more"
