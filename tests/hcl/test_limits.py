"""However deep or long a text is, there is a clear answer."""

from __future__ import annotations

import time

import pytest

from nomadspec.hcl.json_syntax import parse_json
from nomadspec.hcl.limits import MAX_DEPTH, MAX_TREE
from nomadspec.hcl.nodes import tree_depth
from nomadspec.hcl.parser import parse, parse_expression, parse_template

MANY = 10_000

DEEP = {
    "brackets": "a = " + "[" * MANY + "]" * MANY,
    "unclosed brackets": "a = " + "[" * MANY,
    "parentheses": "a = " + "(" * MANY + "1" + ")" * MANY,
    "objects": "a = " + "{a=" * MANY + "1" + "}" * MANY,
    "calls": "a = " + "f(" * MANY + ")" * MANY,
    "templates": 'a = "' + '${"' * MANY,
    "heredocs": "a = " + "<<A\n${" * 500,
    "blocks": "b {\n" * MANY + "}\n" * MANY,
    "operators": "a = " + "1 + " * MANY + "1",
    "signs": "a = " + "!" * MANY + "b",
    "conditionals": "a = " + "b ? 1 : " * MANY + "2",
    "indexes": "a = b" + "[c]" * MANY,
    "splats": "a = b" + "[*]" * MANY,
    "directives": 'a = "' + "%{ if b }" * 2000 + "%{ endif }" * 2000 + '"',
    "deep and long": "a = " + "(1 + " * 60 + "1 + " * 30 + "1" + ")" * 60 + "\nb = " + ("(" * 90 + "1 + " * 90) + "1" + ")" * 90,
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_too_deep(text: str) -> None:
    found = parse(text + "\n").diagnostics
    assert found[0].rule == "syntax-depth"


def test_what_is_allowed_is_not_too_deep_for_recursion() -> None:
    file = parse("a = " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1) + "\n")
    assert file.ok
    assert tree_depth(file.body) < MAX_TREE + MAX_DEPTH
    assert parse("a = b" + ".c" * MANY + "\n").ok  # steps do not nest


def test_other_entrances() -> None:
    assert parse_expression("[" * MANY)[1][0].rule == "syntax-depth"
    assert parse_template('${"' * MANY)[1][0].rule == "syntax-depth"
    assert parse_json('{"a":' * MANY).diagnostics[0].rule == "syntax-depth"
    assert parse_json("[" * MANY).diagnostics[0].rule == "syntax-depth"


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nomadspec.hcl.parser.MAX_SIZE", 10)
    monkeypatch.setattr("nomadspec.hcl.json_syntax.MAX_SIZE", 10)
    assert [d.rule for d in parse("a = 1\nb = 2\n").diagnostics] == ["syntax-size"]
    assert [d.rule for d in parse_json('{"a": 1234}').diagnostics] == ["syntax-size"]


@pytest.mark.parametrize(
    "text",
    [
        "\0",
        "\x01\x02",
        "\udcff" * 100,
        '"' * 5000,
        "<<A\n" * 2000,
        "= =\n" * 5000,
        "/*" * 5000,
        "${" * 5000,
        "%{" * 5000,
        "\ufeff\ufeff",
        "\\" * 5000,
        "a" * 200_000,
    ],
)
def test_rubbish_has_errors_in_bounded_time(text: str) -> None:
    began = time.monotonic()
    assert not parse(text).ok
    assert time.monotonic() - began < 60  # not a measurement: what grows with the square of the length takes far longer
