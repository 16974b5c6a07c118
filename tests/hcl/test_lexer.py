"""Tokens keep every character, and know what they are."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nomadspec.hcl.exact.lexer import repaired_tokens, tokens
from tests.hcl.trees import EVERY_FORM, jobspecs, mutated


def kinds(text: str) -> str:
    return " ".join(token.kind for token in tokens(text) if token.kind not in ("SPACE", "EOF"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a = "b"', "IDENT = OQUOTE QLIT CQUOTE"),
        ('""', "OQUOTE CQUOTE"),
        ("# c\n// d\n/* e */", "COMMENT COMMENT COMMENT"),
        ("a\r\nb", "IDENT NEWLINE IDENT"),
        ('"a${b}c"', "OQUOTE QLIT INTERP IDENT SEQEND QLIT CQUOTE"),
        ('"%{~ if a ~}"', "OQUOTE CONTROL IDENT IDENT SEQEND CQUOTE"),
        ('"${ {a=1} }"', "OQUOTE INTERP { IDENT = NUMBER } SEQEND CQUOTE"),
        ('"$${a} %%{b} $ %"', "OQUOTE QLIT CQUOTE"),
        ('"$$${a}"', "OQUOTE QLIT CQUOTE"),
        ("<<A\nb\nA\n", "OHEREDOC HLIT CHEREDOC NEWLINE"),
        ("<<A\nb${c}d\n  A  \n", "OHEREDOC HLIT INTERP IDENT SEQEND HLIT CHEREDOC NEWLINE"),
        ("<<A\n${b}A\nA\n", "OHEREDOC INTERP IDENT SEQEND HLIT CHEREDOC NEWLINE"),  # behind `${b}` no line begins
        ("<<A \n", "< < IDENT NEWLINE"),
        ("<<A\nA", "OHEREDOC HLIT"),  # the closing line needs its end
        ("1.5e-3 007 1..2 5m 1...", "NUMBER NUMBER NUMBER NUMBER IDENT NUMBER ..."),
        ("a-b -c é_1", "IDENT - IDENT IDENT"),
        ("== != <= >= && || => :: ... ! ?", "== != <= >= && || => :: ... ! ?"),
        ("@ “ \0", "INVALID INVALID INVALID"),
        ('"a\nb', "OQUOTE QLIT QNEWLINE QLIT"),
        ("/* open", "/ * IDENT"),
        ("\udcff", "BADUTF8"),
    ],
)
def test_kinds(text: str, expected: str) -> None:
    assert kinds(text) == expected


@given(st.text(max_size=80) | st.integers().map(lambda seed: mutated(EVERY_FORM, random.Random(seed))))
@settings(max_examples=150, deadline=None)
def test_tokens_join_to_the_text(text: str) -> None:
    assert "".join(token.text for token in tokens(text)) == text
    assert "".join(token.text for token in repaired_tokens(text)) == text
    at = 0
    for token in tokens(text):
        assert (token.start, token.end) == (at, at + len(token.text))
        at = token.end


def test_tokens_join_to_our_files() -> None:
    for text in jobspecs():
        assert "".join(token.text for token in tokens(text)) == text
