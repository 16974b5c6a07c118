"""What is printed reads back as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomadspec.hcl import ast
from nomadspec.hcl.parser import parse, parse_expression
from nomadspec.hcl.printer import key_text, quoted, text_of
from tests.hcl.trees import golden_texts, jobspecs, shape


def meaning(value: Any) -> Any:
    """A shape without the choice between quotes and heredoc, empty pieces of text, and old spellings of an index."""
    if isinstance(value, list):
        return [meaning(item) for item in value if not (isinstance(item, tuple) and item[:2] == ("Text", ("value", "")))]
    if isinstance(value, tuple):
        return tuple(meaning(item) for item in value if item not in (("style", "quoted"), ("style", "heredoc")))
    return value


def same(text: str) -> None:
    before = parse(text)
    assert before.ok
    printed = text_of(before.body)
    after = parse(printed)
    assert after.ok, printed
    assert meaning(shape(after.body, places=False)) == meaning(shape(before.body, places=False)), printed
    assert text_of(after.body) == printed


def test_own_files() -> None:
    for text in jobspecs():
        if parse(text).ok:
            same(text)


def test_public_jobspecs(goldens: Path) -> None:
    for text in golden_texts(goldens):
        if parse(text).ok:
            same(text)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_quoted(text: str) -> None:
    node, errors = parse_expression(quoted(text))
    assert errors == ()
    assert isinstance(node, ast.Literal)
    from nomadspec.hcl.string_values import normalize

    assert node.value == normalize(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a", "a"), ("a-b", "a-b"), ("é", "é"), ("a b", '"a b"'), ("1", '"1"'), ("for", '"for"'), ("", '""'), ("${x}", '"$${x}"'), ("$${", '"$$${"')],
)
def test_keys(text: str, expected: str) -> None:
    assert key_text(text) == expected


def test_nodes_alone() -> None:
    body = parse('a "b" {\n  c = [1,2]\n}\n').body
    block = body.blocks[0]
    assert text_of(block) == 'a "b" {\n  c = [1, 2]\n}'
    assert text_of(block.body.attributes[0]) == "c = [1, 2]"
    assert text_of(block.body.attributes[0].expr) == "[1, 2]"
