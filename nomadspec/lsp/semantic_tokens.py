"""What each word of a text is, for colours: blocks, arguments, references, functions, and templates inside of heredocs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol import types

from nomadspec.lsp.capabilities import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from nomadspec.lsp.documents import Document
    from nomadspec.lsp.outline import Outline

_WORDS: Final = frozenset(["true", "false", "null", "for", "in", "if", "else", "endif", "endfor"])
_ACTION: Final = re.compile(r"\{\{.*?\}\}")
_PART: Final = re.compile(
    r'(?P<string>"(?:[^"\\\n]|\\.)*"|`[^`\n]*`)|(?P<keyword>\b(?:range|if|else|end|with|define|template|block)\b)|(?P<variable>\$\w+|\.\w+)|(?P<function>\b[A-Za-z_]\w*\b)'
)
_PLAIN: Final = {"COMMENT": "comment", "NUMBER": "number", "QLIT": "string", "INTERP": "operator", "CONTROL": "operator", "SEQEND": "operator"}

#: Start, end and kind of a word.
Mark = tuple[int, int, str]


def tokens(document: Document) -> types.SemanticTokens | None:
    """All words with a kind, each by its distance from the one before."""
    if document.is_json or document.kind == "configuration":
        return None
    data: list[int] = []
    line = character = 0
    for start, end, kind in sorted(_marks(document.outline)):
        for first, last in _lines(document, start, end):
            place, behind = document.lines.position(first), document.lines.position(last)
            length = behind.character - place.character
            if length <= 0:
                continue
            data += [place.line - line, place.character - (character if place.line == line else 0), length, WORDS.index(kind), 0]
            line, character = place.line, place.character
    return types.SemanticTokens(data)


def _lines(document: Document, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a stretch on each of its lines, without the line ends."""
    lines = document.lines
    first, last = lines.position(start).line, lines.position(end).line
    for number in range(first, last + 1):
        begin = lines.starts[number]
        yield max(start, begin), min(end, begin + len(lines.line(number)))


def _marks(outline: Outline) -> Iterator[Mark]:
    named: dict[int, str] = {}
    for entry in outline.root.walk():
        if entry.name:
            named[entry.start] = "type" if entry.is_block else "property"
            named.update((label.start, "enumMember") for label in entry.labels)
    found = outline.tokens
    for index, token in enumerate(found):
        kind = named.get(token.start) if token.kind in ("IDENT", "QLIT") else None
        if kind is not None:
            yield token.start, token.end, kind
        elif token.kind == "IDENT":
            yield token.start, token.end, _word(outline, index)
        elif token.kind == "HLIT":
            yield from _in_template(token.text, token.start)
        elif token.kind in _PLAIN:
            yield token.start, token.end, _PLAIN[token.kind]


def _word(outline: Outline, index: int) -> str:
    found = outline.tokens
    if found[index].text in _WORDS:
        return "keyword"
    following = found[index + 1].kind if index + 1 < len(found) else ""
    return "function" if following == "(" else "property" if index and found[index - 1].kind == "." else "variable"


def _in_template(text: str, start: int) -> Iterator[Mark]:
    """A line of a heredoc: text, with the actions of templates in it."""
    at = 0
    for action in _ACTION.finditer(text):
        if action.start() > at:
            yield start + at, start + action.start(), "string"
        yield start + action.start(), start + action.start() + 2, "macro"
        for part in _PART.finditer(text, action.start() + 2, action.end() - 2):
            yield start + part.start(), start + part.end(), part.lastgroup or "variable"
        yield start + action.end() - 2, start + action.end(), "macro"
        at = action.end()
    if at < len(text):
        yield start + at, start + len(text), "string"
