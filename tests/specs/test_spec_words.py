"""The words that editors offer in specifications are those that Nomad takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

import nomadspec
from nomadspec.specs.spec_words import VOCABULARY, Word, words_of

VALUES = {"string": '"a"', "duration": '"1h"', "size": '"1GiB"', "list": '["a"]', "bool": "true", "int": "1"}


def written(word: Word) -> str:
    """A word with a value, or as a block with all that it can have."""
    if word.type != "block":
        value = f'"{word.values[0]}"' if word.values else VALUES[word.type]
        return f"{word.name} = {f'[{value}]' if word.type == 'list' and word.values else value}\n"
    inside = "".join(map(written, word.body.values())) if word.body else "a = 1\n"
    label = ' "a"' * word.labels
    return f"{word.name}{label} {{\n{inside}}}\n"


def all_words(words: Mapping[str, Word]) -> Iterator[Word]:
    for word in words.values():
        yield word
        yield from all_words(word.body)


@pytest.mark.parametrize("kind", VOCABULARY)
def test_every_word_is_one_that_nomad_knows(kind: str) -> None:
    name, _, type_ = kind.partition("/")
    text = "".join(map(written, VOCABULARY[kind].values()))
    if type_:
        text = text.replace('type = "host"', f'type = "{type_}"')
    spec = nomadspec.read_spec(text, kind=name)
    assert not [found.message for found in spec.diagnostics if found.rule in ("spec-syntax", "spec-unexpected-key")]
    assert not [key for key, _, _ in spec.ignored]


@pytest.mark.parametrize("kind", VOCABULARY)
def test_every_word_has_a_meaning(kind: str) -> None:
    assert all(word.meaning.endswith(".") for word in all_words(VOCABULARY[kind]))


@pytest.mark.parametrize(
    ("kind", "type_", "route", "expected"),
    [
        ("acl-policy", "", ["namespace", "variables", "path"], {"capabilities"}),
        ("volume", "CSI", ["mount_options"], {"fs_type", "mount_flags"}),
        ("namespace", "", ["meta"], set()),
        ("volume", "nfs", [], set()),
        ("acl-role", "", [], set()),
    ],
)
def test_words_by_place(kind: str, type_: str, route: list[str], expected: set[str]) -> None:
    assert set(words_of(kind, type_, route)) == expected
