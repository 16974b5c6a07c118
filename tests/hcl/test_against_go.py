"""The same verdict as the Go implementation of the language, in the same words, on jobspecs with damage."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from nomadspec.hcl.parser import parse_fast
from tests.hcl.test_syntax_errors import CASES, JOB
from tests.hcl.trees import EVERY_FORM, exact, golden_texts, jobspecs, mutated

pygohcl = pytest.importorskip("pygohcl")


def said_by_go(text: str) -> str | None:
    """What it reports; None where it fails for a reason that is not the syntax."""
    try:
        pygohcl.loads(text)
    except pygohcl.HCLParseError as error:
        return str(error).removeprefix("invalid HCL: ").replace("tmp.hcl:", "x.hcl:")
    except Exception:  # values it cannot convert
        return None
    return ""


def agree(text: str) -> None:
    if "\0" in text or any(0xD800 <= ord(c) < 0xE000 for c in text):
        return  # these do not reach it
    theirs = said_by_go(text)
    if theirs is None:
        return
    ours = exact(text)[1]
    # Columns differ where a mark joins a character of the token before it; that is a matter of counting, not of syntax.
    if "\u0301" in text or "\u200d" in text:
        assert bool(ours) == bool(theirs), text
    else:
        assert ", ".join(ours) == theirs, text
    if theirs:
        assert parse_fast(text) is None, text


def damaged(texts: list[str], number: int, seed: int) -> Iterator[str]:
    chance = random.Random(seed)
    for _ in range(number):
        lines = chance.choice(texts).splitlines(keepends=True)
        first = chance.randrange(len(lines)) if chance.random() < 0.7 else 0
        yield mutated("".join(lines[first : first + 30]), chance)


def test_known_errors() -> None:
    for text, _, _ in CASES:
        agree(text)


def test_own_jobspecs_with_damage() -> None:
    for text in damaged([EVERY_FORM, JOB, *jobspecs()], 1500, 1):
        agree(text)


def test_each_character_taken_out() -> None:
    for at in range(len(JOB)):
        agree(JOB[:at] + JOB[at + 1 :])


def test_public_jobspecs(goldens: Path) -> None:
    texts = list(golden_texts(goldens))
    for text in texts:
        agree(text)
    for text in damaged(texts, 1500, 2):
        agree(text)
