"""Places: lines and columns from 1, columns in what one sees as characters."""

from __future__ import annotations

import pytest

from nomadspec.source import Diagnostic, Edit, Fix, Source


@pytest.mark.parametrize(
    ("text", "offset", "line", "column"),
    [
        ("", 0, 1, 1),
        ("abc", 2, 1, 3),
        ("a\nbc", 2, 2, 1),
        ("a\nbc", 4, 2, 3),
        ("a\r\nb", 3, 2, 1),
        ("\ta", 1, 1, 2),
        ("éa", 1, 1, 2),
        ("e\u0301a", 2, 1, 2),  # a letter and its mark are one
        ("👨\u200d👩\u200d👧a", 5, 1, 2),  # so is a family
        ("\ufeffa", 1, 1, 1),  # a byte order mark is none
        ("abc", 99, 1, 4),
        ("abc", -1, 1, 1),
    ],
)
def test_position(text: str, offset: int, line: int, column: int) -> None:
    position = Source(text, "x").position(offset)
    assert (position.line, position.column) == (line, column)


def test_lines() -> None:
    source = Source("a\nb\r\nc", "x")
    assert [source.line(number) for number in range(5)] == ["", "a", "b", "c", ""]


def test_spans() -> None:
    source = Source("ab\ncd", "x")
    span = source.span(1, 4)
    assert (span.text, repr(span), span.end.line, span.end.column) == ("b\nc", "x:1:2", 2, 2)
    assert span == source.span(1, 4)
    assert span != source.span(1, 3)
    assert source.span(3, 1).end.offset == 3


def test_a_diagnostic_is_a_value() -> None:
    fix = Fix("remove it", (Edit("x", 0, 1, ""),), safe=True)
    found = Diagnostic("HCL001", "syntax-item", "error", "wrong", Source("a", "x").span(0, 1), fix=fix)
    changed = found.replace(message="right", severity="warning")
    assert (changed.message, changed.severity, changed.fix, found.message) == ("right", "warning", fix, "wrong")
