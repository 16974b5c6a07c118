"""Files whose comments suppress findings: jobspecs and agent configuration in HCL. JSON has no comments."""

from __future__ import annotations

from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from nomadspec.hcl import ast
    from nomadspec.hcl.v1 import ast as v1
    from nomadspec.rules.suppression import Suppression
    from nomadspec.source import Diagnostic, Source

_MARK = "nomadspec:"


class Commented(Record):
    """A file, and how its suppressions are read (None: it has none, or they cannot be read)."""

    source: Source
    read: Callable[[], tuple[list[Suppression], list[Diagnostic]]] | None


def jobspec(source: Source, body: ast.Body | None) -> Commented:
    """A jobspec; `body` is None where it is not HCL or was not parsed."""

    def read() -> tuple[list[Suppression], list[Diagnostic]]:
        from nomadspec.rules import suppression

        assert body is not None
        return suppression.collect(source, body)

    return Commented(source, read if _MARK in source.text and body is not None else None)


def unparsed_jobspec(source: Source) -> Commented:
    """A jobspec that was not parsed yet, and is only where it has suppressions."""
    if _MARK not in source.text or source.text.lstrip()[:1] == "{":
        return Commented(source, None)
    from nomadspec.hcl.parser import parse

    return jobspec(source, parse(source.text, source.path).body)


def agent_file(file: v1.File) -> Commented:
    """A file of an agent's configuration."""
    source = file.source

    def read() -> tuple[list[Suppression], list[Diagnostic]]:
        from nomadspec.rules import suppression

        body: Any = file.root
        return suppression.collect(source, body, _comments(source.text))

    return Commented(source, read if _MARK in source.text and source.text.lstrip()[:1] != "{" else None)


def specification(source: Source) -> Commented:
    """One of the other kinds of specification."""
    if _MARK not in source.text or source.text.lstrip()[:1] == "{":
        return Commented(source, None)
    from nomadspec.hcl.v1 import parser

    return agent_file(parser.parse(source.text, source.path))


def _comments(text: str) -> Iterator[tuple[int, int]]:
    from nomadspec.hcl.v1 import lexer

    return (place for place in lexer.comments(text) if _MARK in text[slice(*place)])
