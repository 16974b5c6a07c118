"""The tables are what the grammar says: generated anew they are the same, and stock Lark builds the same trees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lark import Lark
from lark.lexer import Lexer

from nomadspec.hcl.fast.builder import BUILD
from nomadspec.hcl.fast.lexer import scan
from nomadspec.hcl.parser import parse_fast
from tests.hcl.trees import EVERY_FORM, golden_texts, jobspecs, shape
from tools import generate_tables

GRAMMAR = Path(__file__).parents[2] / "grammar" / "hcl.lark"


class Token:
    """A token of our scanner as Lark wants one."""

    start_pos = line = column = end_line = end_column = end_pos = 0

    def __init__(self, type: str, value: object) -> None:
        self.type = type
        self.value = value


class OurScanner(Lexer):
    def __init__(self, _conf: object) -> None:
        pass

    def lex(self, text: str) -> Iterator[Token]:  # type: ignore[override]
        for piece in scan(text):
            assert piece is not None
            for kind, value in zip(*piece, strict=True):
                if kind != "$END":
                    yield Token(kind, value)


class Trees:
    """The builder as a transformer of Lark; rules without a name pass their only child on."""

    def __getattr__(self, name: str) -> Callable[[list[Any]], Any]:
        if not name.islower() or name.startswith("_"):  # a terminal: passed on as it is
            raise AttributeError(name)
        build = BUILD.get(name)

        def run(children: list[Any]) -> Any:
            values = [child.value if isinstance(child, Token) else child for child in children]
            return build(values) if build else values[0]

        return run


def same_as_stock_lark(stock: Lark, text: str) -> bool:
    body = parse_fast(text)
    assert body is not None
    return bool(shape(body.items) == shape(stock.parse(text)))


@pytest.fixture(scope="module")
def stock() -> Lark:
    grammar = GRAMMAR.read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer=OurScanner, transformer=Trees(), keep_all_tokens=True, maybe_placeholders=False)


def test_tables_are_those_of_the_grammar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["generate_tables", "--check"])
    assert generate_tables.main() == 0


def test_stock_lark_builds_the_same_trees(stock: Lark) -> None:
    assert parse_fast(EVERY_FORM) is not None
    for text in jobspecs():
        if parse_fast(text) is not None:
            assert same_as_stock_lark(stock, text)


def test_stock_lark_builds_the_same_trees_of_public_jobspecs(stock: Lark, goldens: Path) -> None:
    for text in golden_texts(goldens):
        if parse_fast(text) is not None:
            assert same_as_stock_lark(stock, text)
