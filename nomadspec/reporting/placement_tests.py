"""Results of placement tests: as text, JSON, JUnit XML and GitHub commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from nomadspec.reporting.escaping import github_data, github_property, json_text, line, xml
from nomadspec.reporting.findings import full
from nomadspec.source.relative_path import with_slashes
from nomadspec.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nomadspec.source import Diagnostic
    from nomadspec.source.styled_text import Line

FORMAT: Final = "nomadspec-test/1"


class Result(Protocol):
    """One run of a test."""

    @property
    def path(self) -> str: ...

    @property
    def failures(self) -> Sequence[Diagnostic]: ...

    @property
    def ok(self) -> bool: ...

    @property
    def title(self) -> str: ...

    def to_dict(self) -> dict[str, Any]: ...


def text_lines(results: Sequence[Result], *, verbose: bool) -> list[Line]:
    """Failed tests with their reasons (`verbose`: passed tests, too), and a summary line."""
    lines: list[Line] = []
    for result in results:
        if result.ok and not verbose:
            continue
        verdict = ("ok    ", "good") if result.ok else ("FAILED", "error")
        lines.append([verdict, ("  ", ""), (line(f"{result.path}: {result.title}"), "title")])
        for failure in result.failures:
            lines += [[("  ", ""), *one] if one else [] for one in full(failure)]
    failed = sum(not result.ok for result in results)
    lines.append([(f"{len(results) - failed} passed, {failed} failed", "error" if failed else "good")])
    return lines


def json_document(results: Sequence[Result]) -> str:
    counts = {"passed": sum(result.ok for result in results), "failed": sum(not result.ok for result in results)}
    document = {"format": FORMAT, "nomadspec": __version__, "counts": counts, "tests": [result.to_dict() for result in results]}
    return json_text(document, 2) + "\n"


def junit_text(results: Sequence[Result]) -> str:
    rows = []
    for result in results:
        body = "".join(f'    <failure type="{xml(one.code)}" message="{xml(line(one.message))}">{xml(_reason(one))}</failure>\n' for one in result.failures)
        inner = f">\n{body}  </testcase>" if body else "/>"
        rows.append(f'  <testcase classname="{xml(line(result.path))}" name="{xml(line(result.title))}"{inner}\n')
    failed = sum(not result.ok for result in results)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="nomadspec" tests="{len(results)}" failures="{failed}">\n{"".join(rows)}</testsuite>\n'


def github_text(results: Sequence[Result]) -> str:
    rows = []
    for result in results:
        for one in result.failures:
            at = "" if one.span is None else f",line={one.span.start.line},col={one.span.start.column}"
            title = github_property(result.title or "test file")
            rows.append(f"::error file={github_property(with_slashes(result.path))}{at},title={title}::{github_data(_reason(one))}\n")
    return "".join(rows)


def _reason(failure: Diagnostic) -> str:
    where = "" if failure.span is None else f"{line(failure.span.path)}:{failure.span.start.line}:{failure.span.start.column}: "
    return where + failure.message + (f"\n{failure.help}" if failure.help else "")


FORMATS: Final = {"json": json_document, "junit": junit_text, "github": github_text}


def json_schema() -> dict[str, Any]:
    """The JSON Schema of `json_document`."""
    test = {
        "type": "object",
        "required": ["path", "name", "each", "ok", "failures"],
        "properties": {
            "path": {"type": "string"},
            "name": {"type": "string", "description": "The label of the test; empty for a file that cannot be used."},
            "each": {"type": ["string", "null"], "description": "The value of `each` in this run."},
            "ok": {"type": "boolean"},
            "failures": {"type": "array", "items": {"type": "object"}, "description": "Findings as in the lint document."},
        },
    }
    counts = {"type": "object", "required": ["passed", "failed"], "properties": {"passed": {"type": "integer"}, "failed": {"type": "integer"}}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The result of nomadspec test",
        "type": "object",
        "required": ["format", "counts", "tests"],
        "properties": {
            "format": {"const": FORMAT},
            "nomadspec": {"type": "string"},
            "counts": counts,
            "tests": {"type": "array", "items": test},
        },
    }
