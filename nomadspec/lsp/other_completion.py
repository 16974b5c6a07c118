"""Completion in files that are no jobspecs, by their words (`vocabulary.py`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol.types import CompletionItemKind

from nomadspec.lsp.candidates import Candidate, expression_names
from nomadspec.lsp.vocabulary import keys_of, table_at, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from nomadspec.lsp.documents import Document
    from nomadspec.lsp.outline import Entry
    from nomadspec.lsp.vocabulary import Jobspecs, Word

WITH_WORDS: Final = ("agent", "configuration", "test", "values", "acl-policy", "namespace", "node_pool", "quota", "variable", "volume")
_WORD: Final = re.compile(r"[\w-]*\Z")
#: What an assertion of a test can be about.
_FACTS: Final = ("plan", "plans", "jobs", "nodes", "placements", "findings", "capacity", "each.value")
#: Keys of a configuration that list rules.
_OF_RULES: Final = ("select", "ignore", "extend-select", "rules")


def of_words(document: Document, offset: int, jobspecs: Jobspecs) -> tuple[str, list[Candidate]]:
    """What is typed of the word at the offset, and what it can become."""
    line = document.text[document.text.rfind("\n", 0, offset) + 1 : offset]
    match = _WORD.search(line)
    prefix = match[0] if match is not None else ""
    if document.kind == "configuration":
        return prefix, list(_in_toml(document, offset, line, prefix))
    if document.is_json:
        return "", []
    outline = document.outline
    token = outline.token_at(offset)
    if token is not None and token.kind == "COMMENT" and token.start < offset:
        return "", []
    block = outline.block_at(offset)
    words = words_of(document, block, jobspecs)
    argument = argument_at(document.text, block, offset)
    region = outline.region_at(offset)
    if argument is not None:
        word = words.get(argument.name)
        found = [*_values(word, quoted=region is None)] if word is not None else []
        if document.kind == "test" and (region is None or region.kind != "OQUOTE"):
            found += [Candidate(name, name, CompletionItemKind.Variable, order="0") for name in _FACTS]
            found += expression_names(document, "")
        return prefix, found
    before = line[: len(line) - len(prefix)].rstrip()
    if region is not None or (before and not before.endswith(("{", "}"))):
        return "", []
    there = {item.name for item in block.items}
    return prefix, [_candidate(word) for word in words.values() if word.repeated or word.name not in there]


def _in_toml(document: Document, offset: int, line: str, prefix: str) -> Iterator[Candidate]:
    table = table_at(document, offset)
    if line.lstrip().startswith("["):
        for name, key in keys_of("").items():
            if key.type in ("table", "tables", "named", "scalars"):
                yield Candidate(name, name, CompletionItemKind.Module, documentation=key.help)
    elif "=" in line:
        name = line.partition("=")[0].strip()
        typed = keys_of(table).get(name)
        if name in _OF_RULES:
            yield from rules()
        elif typed is not None:
            values = typed.choices if typed.type == "string" else ("true", "false") if typed.type == "bool" else ()
            bare = typed.type == "bool" or line.count('"') % 2 == 1
            yield from (Candidate(value, value if bare else f'"{value}"', CompletionItemKind.EnumMember, order="0") for value in values)
    elif not line[: len(line) - len(prefix)].strip():
        from nomadspec.lsp.vocabulary import words_at

        yield from map(_candidate, words_at(document, offset, list).values())


def _values(word: Word, *, quoted: bool) -> Iterator[Candidate]:
    values = ("true", "false") if word.type == "bool" else word.values
    yield from (Candidate(value, f'"{value}"' if quoted and word.type != "bool" else value, CompletionItemKind.EnumMember, order="0") for value in values)


def _candidate(word: Word) -> Candidate:
    kind = CompletionItemKind.Class if word.block else CompletionItemKind.Field
    order = "0" if word.required else "1"
    return Candidate(word.name, word.text or f"{word.name} = $0", kind, detail=word.type, documentation=word.help, order=order, snippet=True)


def argument_at(text: str, block: Entry, offset: int) -> Entry | None:
    """The argument in whose value the offset is, or right behind whose value on its line."""
    for item in reversed(block.items):
        if not item.is_block and item.equals < offset:
            return item if offset <= item.end or "\n" not in text[item.end : offset] else None
    return None


def rules() -> Iterator[Candidate]:
    from nomadspec.rules.registry import builtin

    for rule in builtin():
        yield Candidate(rule.name, rule.name, CompletionItemKind.EnumMember, detail=rule.code, documentation=rule.summary)
        yield Candidate(rule.code, rule.code, CompletionItemKind.EnumMember, detail=rule.name, documentation=rule.summary, order="1")
