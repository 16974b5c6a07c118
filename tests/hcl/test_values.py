"""What strings and heredocs are worth: escapes, indent, trimming, normal form."""

from __future__ import annotations

from typing import Any

import pytest

from nomadspec.hcl import ast
from nomadspec.hcl.parser import parse, parse_expression, parse_fast
from tests.hcl.trees import exact


def value(body: ast.Body) -> Any:
    """The first argument's value: the text, or the list of a template's parts (an expression as `…`)."""
    item = body.items[0]
    assert isinstance(item, ast.Attribute)
    node = item.expr
    if isinstance(node, ast.Template):
        return [part.value if isinstance(part, ast.Text) else "…" for part in node.parts]
    return node.value if isinstance(node, ast.Literal) else node


CASES = [
    ('"a"', "a"),
    (r'"\n\r\t\"\\"', '\n\r\t"\\'),
    (r'"\u00e9\U0001F600"', "é😀"),
    ('"e\u0301"', "é"),  # NFC
    ('"$${a} %%{b} $ $$ %"', "${a} %{b} $ $$ %"),
    ('"$$${a}"', "$${a}"),
    ('"a ${x} b"', ["a ", "…", " b"]),
    ('"a ${~ x ~} b"', ["a", "…", "b"]),
    ('"a \\n ${~ x}"', ["a", "…"]),
    ("<<E\n  a\nE\n", "  a\n"),
    ("<<E\nE\n", ""),
    ("<<E\na\\n${x}$${y}\nE\n", ["a\\n", "…", "${y}\n"]),
    ("<<E\na\r\nE\r\n", "a\r\n"),
    ("<<-E\n    a\n      b\n    E\n", "a\n  b\n"),
    ("<<-E\n    a\n\n  \n    b\nE\n", "a\n\n  \nb\n"),  # blank lines do not count, and stay
    ("<<-E\n\ta\n\t\tb\nE\n", "a\n\tb\n"),
    ("<<-E\n\u00a0 a\n\u00a0  b\nE\n", "a\n b\n"),
    ("<<-E\n    ${x}\n  b\nE\n", ["  ", "…", "\nb\n"]),
    ("<<-E\n  a\n${x}\nE\n", ["  a\n", "…", "\n"]),  # a line that begins with `${` has no indent
    ("<<-E\n  a ${x ~}\n    b\n  c\nE\n", ["a ", "…", "    b\nc\n"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_value(text: str, expected: Any) -> None:
    body, errors = exact(f"a = {text}\n")
    assert errors == []
    assert value(body) == expected
    fast = parse_fast(f"a = {text}\n")
    assert fast is not None
    assert value(fast) == expected


def test_labels_and_names_are_not_normalized() -> None:
    file = parse('block "e\u0301" {\n  e\u0301 = 1\n}\n')
    block = file.body.blocks[0]
    assert block.labels[0].value == "e\u0301"
    assert block.body.attributes[0].name == "e\u0301"


def test_directives() -> None:
    node, errors = parse_expression('"%{ if a }b%{ else }c%{ endif }%{ for k, v in x }d${v}%{ endfor }"')
    assert errors == ()
    assert isinstance(node, ast.Template)
    branch, loop = node.parts
    assert isinstance(branch, ast.IfDirective)
    assert [part.value for part in branch.then if isinstance(part, ast.Text)] == ["b"]
    assert branch.otherwise is not None
    assert isinstance(loop, ast.ForDirective)
    assert (loop.key, loop.value, len(loop.body)) == ("k", "v", 2)


def test_a_lone_interpolation_is_no_template() -> None:
    node, _ = parse_expression('"${x}"')
    assert isinstance(node, ast.TemplateWrap)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3 - 4", "((1 + (2 * 3)) - 4)"),
        ("1 * 2 + 3 * 4", "((1 * 2) + (3 * 4))"),
        ("a || b && c == d < e + f * -g", "(a || (b && (c == (d < (e + (f * -g))))))"),
        ("a - b - c", "((a - b) - c)"),
        ("!a == b", "(!a == b)"),
        ("a ? b : c ? d : e", "a?b:c?d:e"),
    ],
)
def test_precedence(text: str, expected: str) -> None:
    def said(node: ast.Expression | None) -> str:
        match node:
            case ast.Binary():
                return f"({said(node.left)} {node.op} {said(node.right)})"
            case ast.Unary():
                return node.op + said(node.operand)
            case ast.Conditional():
                return f"{said(node.condition)}?{said(node.then)}:{said(node.otherwise)}"
            case ast.Traversal():
                return node.root
            case ast.Literal():
                return str(node.value)
        raise AssertionError(node)

    assert said(parse_expression(text)[0]) == expected
    body = parse_fast(f"a = {text}\n")
    assert body is not None
    item = body.items[0]
    assert isinstance(item, ast.Attribute)
    assert said(item.expr) == expected
