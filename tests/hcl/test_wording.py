"""Nomad's errors in plain words."""

from __future__ import annotations

import pytest

from nomadspec.hcl.parser import parse
from nomadspec.hcl.suggest import nearest
from nomadspec.hcl.wording import MAX_LINE, WORDS, habit, reworded


@pytest.mark.parametrize(
    ("summary", "detail", "message", "help"),
    [
        ("Invalid character", 'Single quotes are not valid. Use double quotes (") to enclose strings.', "strings must be in double quotes, not single quotes", "Write \"…\" instead of '…'."),
        ("Attribute redefined", 'The argument "name" was already set at x:2,3-7. Each argument may be set only once.', "name is set twice in this block", "Remove one of the two."),
        ('Unset variable "tag"', "A used variable must be set.", "variable tag has no value and no default", "Set it with --var tag=…, --var-file FILE or NOMAD_VAR_tag, or add a default."),
        ("Invalid operand", "Unsuitable value for left operand: a number is required.", "the left operand must be a number", None),
        ("Of no row", 'The first "A. B" sentence. The second. And more.', 'the first "A. B" sentence', "The second. And more."),
        ("Of no row", "JSON is read. ", "JSON is read", None),
        ("Call to unknown function", 'There is no function named "{0}". Did you mean "x"?', "unknown function {0}()", None),
    ],
)  # fmt: skip
def test_messages(summary: str, detail: str, message: str, help: str | None) -> None:
    rule = summary.partition(' "')[0]
    assert reworded(summary, detail, rule) == (message, help)


def test_every_row_is_a_sentence_without_capital_and_stop() -> None:
    for rows in WORDS.values():
        for _, message, help in rows:
            assert message[:1].islower() or message[:1] in "{J"
            assert not message.endswith(".")
            assert not help or help[-1] in ".?)", help


@pytest.mark.parametrize(
    ("given", "names", "found"),
    [
        ("gruop", ["group", "job"], ("group", 1)),
        ("prioritty", ["priority"], ("priority", 1)),
        ("mem", ["memory_max", "memory"], ("memory", 2)),
        ("nofn", ["join"], None),
        ("cat", ["bat", "hat"], ("bat", 2)),
        ("", ["a"], ("a", 1)),
        ("x", [], None),
    ],
)
def test_nearest(given: str, names: list[str], found: tuple[str, int] | None) -> None:
    assert nearest(given, names) == found


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ("a {\n  b = ${var.x}\n}\n", 'Write `var.x` alone, or put double quotes around it: "${var.x}".'),
        ("a {\n  b: 1\n}\n", "Use an equals sign instead of the colon: `b = …`."),
        ("a {\n  b.c = 1\n}\n", 'A name with dots must be a quoted key of a map: `env = { "a.b" = … }`.'),
        ('a {\n  driver "docker"\n}\n', 'If driver is an argument, it needs an equals sign: `driver = "docker"`.'),
    ],
)
def test_habits_from_elsewhere(text: str, help: str) -> None:
    assert parse(text, "job.nomad.hcl").diagnostics[0].help == help


def test_habits_are_looked_for_in_short_lines_only() -> None:
    assert habit("Invalid character", "b = ", "${" + "x" * MAX_LINE + "}") is None


def test_open_text_shows_where_it_began() -> None:
    found = parse("a {\n  b = <<EOF\nx\n}\n", "job.nomad.hcl").diagnostics[0]
    assert [(text, span and (span.start.line, span.start.column)) for text, span in found.related] == [("opened here", (2, 7))]


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ('job "a" {\n  meta {\n    x = "${HOST:\'b\'}"\n  }\n}\n', "If the text is for another program, write $${…}"),
        ('job "${local.n}" {\n}\n', "Use a literal label, and set `id` or `name`"),
        ('job "a" {\n  group "${local.n}" {\n  }\n}\n', "Use a dynamic block"),
        ('variable "${local.n}" {\n}\n', "Use a literal label: the names of variables and locals cannot be computed."),
        ('job "a" {\n  meta {\n    x = "%{Y}"\n  }\n}\n', "If the text is for another program, write %%{…}"),
    ],
)
def test_help_does_not_lead_to_the_next_error(text: str, help: str) -> None:
    assert (parse(text).diagnostics[0].help or "").startswith(help)


def test_names_with_nothing_in_common_are_not_near() -> None:
    assert nearest("q", ["b"]) is None
    assert nearest("zz", ["b", "ab"]) is None


def test_a_quoted_argument_loses_its_quotes() -> None:
    (found,) = parse('a {\n  "b-c" = 1\n}\n').diagnostics
    assert found.fix is not None
    assert [(edit.start, edit.end, edit.text) for edit in found.fix.edits] == [(6, 11, "b-c")]
    assert parse('a {\n  "b c" = 1\n}\n').diagnostics[0].fix is None
