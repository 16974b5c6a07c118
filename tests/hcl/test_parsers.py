"""The two ways of parsing agree: what the tables accept, the exact parser reads without an error and into the same tree."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nomadspec.hcl import ast
from nomadspec.hcl.fast.lexer import scan
from nomadspec.hcl.nodes import walk
from nomadspec.hcl.parser import parse, parse_fast
from tests.hcl.trees import EVERY_FORM, exact, golden_texts, jobspecs, mutated, shape


def agree(text: str) -> None:
    fast = parse_fast(text)
    if fast is not None:
        body, errors = exact(text)
        assert errors == []
        assert shape(fast) == shape(body)


def test_every_form_takes_the_fast_way() -> None:
    assert parse_fast(EVERY_FORM) is not None
    agree(EVERY_FORM)


@pytest.mark.parametrize(("label", "value"), [("a$${b}", "a${b}"), ("50%", "50%"), ("$$${b}", "$${b}"), ("%%{if}", "%{if}")])
def test_labels_with_dollar_and_percent_take_the_fast_way(label: str, value: str) -> None:
    text = f'target "{label}" {{\n}}\n'
    body = parse_fast(text)
    assert body is not None
    assert [part.value for part in body.blocks[0].labels] == [value]
    agree(text)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ('a = "b" # c\n\n/* d */ e = [\n  "f",\n]\n', "ITEMS $END"),
        ('a {\n  b = <<-C\n    d\n  C\n  e "f" {\n    g = h.i\n  }\n}\n', "ITEMS $END"),
        ("a {\n  b = 1\n  c {\n    d = e(1)\n    f {\n    }\n  }\n}\n", "OPEN ITEMS OPEN KEY CALL NUMBER RPAR NL ITEMS CLOSE CLOSE $END"),
        ("a {\n  b = true\n  c { d = 1 }\n}\n", "OPEN ITEMS HEAD KEY NUMBER RBRACE NL CLOSE $END"),
    ],
)
def test_plain_items_are_one_token(text: str, kinds: str) -> None:
    assert [kind for piece in scan(text) if piece for kind in piece[0]] == kinds.split()
    agree(text)


def test_blocks_that_go_on_from_piece_to_piece() -> None:
    text = 'a {\n  b = 1\n  c "d" {\n' + "    e {\n      f = [1]\n      g = 2\n    }\n    h {\n    }\n" * 2000 + "  }\n}\n"
    assert len([*scan(text)]) > 1
    agree(text)


@pytest.mark.parametrize("text", ["a = 1\na = 2\n", "b {\n  a = 1\n  c {\n  }\n  a = 2\n}\n", "b {\n  a = [1]\n  a = 2\n}\n"])
def test_an_argument_that_is_set_twice_is_for_the_exact_parser(text: str) -> None:
    assert parse_fast(text) is None
    assert [d.rule for d in parse(text).diagnostics] == ["syntax-duplicate-argument"]


@pytest.mark.parametrize(
    "text",
    [
        "é = 1\n",  # identifiers beyond ASCII
        'job "a\\"b" {\n}\n',
        'job "a$${b}" {\n}\n',
        'job /* c */ "a" {\n}\n',
        "a = f\u00e9(1)\n",
        "a = [for x in [1] : x if(x)]\n",
        "a = (f\n(1))\n",
        "a = 1.e5\n",
        "a = [for in in [1] : in]\n",
    ],
)
def test_rare_forms_take_either_way(text: str) -> None:
    agree(text)
    assert parse(text).ok


def test_same_trees_of_public_jobspecs(goldens: Path) -> None:
    fast = 0
    texts = list(golden_texts(goldens))
    for text in texts:
        agree(text)
        fast += parse_fast(text) is not None
    assert fast > 0.9 * len(texts)


@given(st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_same_trees_of_mutated_texts(seed: int) -> None:
    chance = random.Random(seed)
    lines = chance.choice([EVERY_FORM, *jobspecs()]).splitlines(keepends=True)
    first = chance.randrange(len(lines))
    agree(mutated("".join(lines[first : first + 30]), chance))


@given(st.text(alphabet=st.sampled_from('ab1 "{}[]()=,.:$%~\n<-EOT#/*\\?!é\u0301'), max_size=60))
@settings(max_examples=300, deadline=None)
def test_nothing_raises(text: str) -> None:
    agree(text)
    file = parse(text, "x.hcl")
    for diagnostic in file.diagnostics:
        assert diagnostic.span is not None
        assert diagnostic.span.start.line >= 1


def test_every_node_has_its_place() -> None:
    body = parse_fast(EVERY_FORM)
    assert body is not None
    for node in walk(body):
        assert 0 <= node.start <= node.end <= len(EVERY_FORM)
        if isinstance(node, ast.Attribute):
            assert EVERY_FORM[node.start : node.name_end] == node.name
        elif isinstance(node, ast.Block):
            assert EVERY_FORM[node.open] == "{"
            assert EVERY_FORM[node.close] == "}"
            assert EVERY_FORM[node.start : node.type_end] == node.type
        elif isinstance(node, ast.Call):
            assert EVERY_FORM[node.start : node.name_end] == node.name
            assert EVERY_FORM[node.open] + EVERY_FORM[node.close] == "()"
        elif isinstance(node, ast.Traversal):
            assert EVERY_FORM[node.start : node.root_end] == node.root
