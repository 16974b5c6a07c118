"""Findings as people read them: the caret stands under the right thing."""

from __future__ import annotations

import pytest

from nomadspec.reporting.findings import EXCERPT_WIDTH, full
from nomadspec.reporting.width import display_width
from nomadspec.source import Diagnostic, Source, Span
from nomadspec.source.styled_text import plain


def shown(text: str, what: str, **more: object) -> list[str]:
    start = text.index(what)
    found = Diagnostic("EVA201", "unsupported-argument", "error", "no", Span(Source(text, "job.nomad.hcl"), start, start + len(what)))
    return plain(full(found.replace(**more))).splitlines()


@pytest.mark.parametrize(
    ("text", "what", "line", "carets"),
    [
        ("a = foo\n", "foo", "1 | a = foo", "  |     ^^^"),
        ("\ta =\tfoo\n", "foo", "1 |     a =    foo", "  |            ^^^"),
        ("a = foo\r\nb = 1\r\n", "foo", "1 | a = foo", "  |     ^^^"),
        ("\ufeffa = foo\n", "foo", "1 | a = foo", "  |     ^^^"),
        ('"日本" = foo\n', "foo", '1 | "日本" = foo', "  |          ^^^"),
        ('"e\u0301" = foo\n', "foo", '1 | "e\u0301" = foo', "  |       ^^^"),
        ("👩‍👩‍👧 = 日本\n", "日本", "1 | 👩‍👩‍👧 = 日本", "  |      ^^^^"),
        ("a = [\n1]\n", "[\n1]", "1 | a = [", "  |     ^"),
        ("a =\n", "\n", "1 | a =", "  |    ^"),
    ],
)
def test_caret(text: str, what: str, line: str, carets: str) -> None:
    lines = shown(text, what)
    assert lines[0] == "error[EVA201]: no"
    assert lines[3:5] == [line, carets]


def test_long_line_is_cut_around_the_place() -> None:
    _, _, _, line, carets = shown("x" * 500 + "foo" + "y" * 500, "foo")[:5]
    assert len(line) < EXCERPT_WIDTH + 10
    assert (line[4], line[-1]) == ("…", "…")
    assert line[carets.index("^") : carets.rindex("^") + 1] == "foo"


def test_whole_file() -> None:
    lines = shown("a", "a", span=Span(Source("", "job.json"), 0, 0), block='job["x"]')
    assert lines == ["error[EVA201]: no", ' --> job.json  job["x"]', "  = unsupported-argument: nomadspec rule EVA201", ""]


def test_width() -> None:
    assert [display_width(text) for text in ("abc", "日本", "e\u0301", "👩‍👩‍👧", "❤️", "🇩🇪", "")] == [3, 4, 1, 2, 2, 2, 0]
