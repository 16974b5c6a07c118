"""Evaluating a text as the tests read it: the value, or the errors with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nomadspec.evaluation.expressions import evaluate
from nomadspec.evaluation.functions import FunctionContext
from nomadspec.evaluation.scope import Scope, Surroundings
from nomadspec.hcl.errors import range_text
from nomadspec.hcl.parser import parse, parse_expression
from nomadspec.source import Source

if TYPE_CHECKING:
    from nomadspec.source import Diagnostic

#: `var` and `local` as the examples see them.
NAMES: dict[str, Any] = {
    "var": {"count": 3, "name": "web", "tags": ("a", "b"), "ports": {"http": 80, "admin": 9000}, "nothing": None},
    "local": {"greeting": "hello"},
}


def shown(diagnostics: list[Diagnostic] | tuple[Diagnostic, ...]) -> list[str]:
    """Each diagnostic as Nomad prints it, without the name of the file: `1,5-9: Summary; detail`."""
    lines = []
    for diagnostic in diagnostics:
        span = diagnostic.span
        place = "-" if span is None else range_text(span.source, span.start_offset, span.end_offset).rpartition(":")[2]
        lines.append(f"{place}: {diagnostic.nomad}")
    return lines


def value_of(text: str, **names: Any) -> Any:
    """The value of an expression that must not fail."""
    value, errors = outcome(text, **names)
    assert errors == []
    return value


def errors_of(text: str, **names: Any) -> list[str]:
    return outcome(text, **names)[1]


def outcome(text: str, **names: Any) -> tuple[Any, list[str]]:
    """Value and errors of an expression."""
    expression, problems = parse_expression(text, "job.nomad.hcl")
    assert expression is not None
    assert not problems
    diagnostics: list[Diagnostic] = []
    scope = Scope(Surroundings(Source(text, "job.nomad.hcl"), FunctionContext()), {**NAMES, **names})
    value = evaluate(expression, scope, diagnostics)
    return value, shown(diagnostics)


def in_string(text: str) -> Any:
    """The value of an attribute whose right side is written as given, with the whole file around it (for rules that look at the source)."""
    source = f"x = {text}\n"
    file = parse(source, "job.nomad.hcl")
    assert file.ok, file.diagnostics
    diagnostics: list[Diagnostic] = []
    scope = Scope(Surroundings(file.source, FunctionContext()), dict(NAMES))
    value = evaluate(file.body.attributes[0].expr, scope, diagnostics)
    assert not diagnostics
    return value
