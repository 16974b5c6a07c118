"""The older dialect, which agents read: text beside what is read, faults beside their places and the dialect's own words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomadspec.hcl.v1 import ast, json_form, lexer, parser


def tree(value: ast.Value) -> Any:
    """A tree as data: an object is a list of [keys, value]."""
    match value:
        case ast.Scalar():
            return value.value
        case ast.List():
            return [tree(item) for item in value.items]
    return [[*(key.value for key in item.keys), tree(item.value)] for item in value.items]


READ: list[tuple[str, Any]] = [
    ("a = 1", [["a", 1]]),
    ("a = 0x10\nb = 010\nc = -1.5e3\nd = 1.", [["a", 16], ["b", 8], ["c", -1500.0], ["d", 1.0]]),
    ("a = true, b = false", [["a", True], ["b", False]]),
    ('a "b" c { d = 1 }', [["a", "b", "c", [["d", 1]]]]),
    ('a = "${f("x", {})} y"', [["a", '${f("x", {})} y']]),
    ('a = "\\u0041\\x42\\n\\t\\""', [["a", 'AB\n\t"']]),
    ("a = <<EOF\n  x\nEOF\n", [["a", "  x\n"]]),
    ("a = <<-EOF\n    x\n      y\n    EOF\n", [["a", "x\n  y\n"]]),
    ('a = ["b",, "c",]', [["a", ["b", "c"]]]),
    ("# c\n// c\n/* c */ a = 1 # c", [["a", 1]]),
    ("a-b.c = 1\né = 2", [["a-b.c", 1], ["é", 2]]),
    ("", []),
]


@pytest.mark.parametrize(("text", "wanted"), READ)
def test_read(text: str, wanted: Any) -> None:
    file = parser.parse(text)
    assert not file.diagnostics
    assert tree(file.root) == wanted


#: (text, line:column, the dialect's own words)
REFUSED = [
    ("a = x", "1:5", "Unknown token: 1:5 IDENT x"),
    ("a = -", "1:5", "Unknown token: 1:5 SUB -"),
    ("a b\n", "2:1", "key 'a b' expected start of object ('{') or assignment ('=')"),
    ("a b 5", "1:5", "expected: IDENT | STRING | ASSIGN | LBRACE got: NUMBER"),
    ("a {\n}\n}", "3:1", "expected: IDENT | STRING | ASSIGN | LBRACE got: RBRACE"),
    ('a "b" = 1', "1:7", "nested object expected: LBRACE got: ASSIGN"),
    ("a }", "1:3", "key 'a' expected start of object ('{') or assignment ('=')"),
    ("= 1", "1:1", "no object keys found!"),
    ("a = [1 2]", "1:8", "error parsing list, expected comma or list end, got: NUMBER"),
    ("a {\n  b = 1\n", "3:1", "object expected closing RBRACE got: EOF"),
    ('a = "b', "1:7", "literal not terminated"),
    ('a = "\\q"', "1:7", "illegal char escape"),
    ("a = <<EOF\nx", "2:2", "heredoc not terminated"),
    ("/* a", "1:5", "comment not terminated"),
    ("a: 1", "1:2", "illegal char"),
]


@pytest.mark.parametrize(("text", "place", "words"), REFUSED)
def test_refused(text: str, place: str, words: str) -> None:
    (problem,) = parser.parse(text).diagnostics
    assert problem.span is not None
    assert (str(problem.span.start), problem.nomad or problem.message) == (place, words)


JSON: list[tuple[str, Any]] = [
    ('{"a": {"b": 1}}', [["a", [["b", 1]]]]),
    ('{"a": {"b": {"c": 1}}}', [["a", "b", [["c", 1]]]]),
    ('{"a": [{"b": 1}, {"b": 2}]}', [["a", [["b", 1]]], ["a", [["b", 2]]]]),
    ('{"a": 1,}', [["a", 1]]),
    ('{"a": 1', [["a", 1]]),
    ('{"a": 1} and more', [["a", 1]]),
    ('{"a": 1 "b": 2}', [["a", 1]]),
    ('{"a": 1, "b" 2}', [["a", 1]]),
]


@pytest.mark.parametrize(("text", "wanted"), JSON)
def test_json(text: str, wanted: Any) -> None:
    file = json_form.parse(text)
    assert not file.diagnostics
    assert tree(file.root) == wanted


def test_comments_are_found_outside_strings_only() -> None:
    text = 'a = "# no" # one\n// two\nb = <<EOF\n# no\nEOF\n/* three */'
    assert [text[start:end] for start, end in lexer.comments(text)] == ["# one", "// two", "/* three */"]


@given(st.text(alphabet='ab1.-+={}[]",\n #/*<\\$EOF\x00\ufeff'))
def test_never_raises(text: str) -> None:
    for parse in (parser.parse, json_form.parse):
        file = parse(text)
        assert all(d.span is not None for d in file.diagnostics)
