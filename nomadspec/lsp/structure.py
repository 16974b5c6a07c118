"""The structure of a text: what can be folded, what a selection grows to, and where words lead to files and pages."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.uris import from_fs_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Final

    from nomadspec.lsp.documents import Document
    from nomadspec.lsp.outline import Outline

_READING: Final = ("file", "filebase64", "fileexists")


def folds(document: Document) -> list[types.FoldingRange]:
    """Blocks, brackets, heredocs and runs of comments over several lines."""
    lines = document.lines
    found: dict[int, types.FoldingRange] = {}

    def add(start: int, end: int, kind: types.FoldingRangeKind | None = None) -> None:
        first, last = lines.position(start).line, lines.position(end).line
        if kind is None and not document.text[lines.starts[last] : end].strip():
            last -= 1  # what closes it stays to be seen
        if last > first:
            found.setdefault(first, types.FoldingRange(first, last, kind=kind))

    outline = document.outline
    for entry in outline.root.walk():
        if entry.parent is not None and entry.is_block and entry.open >= 0:
            add(entry.open, entry.close)
    for region in outline.regions:
        if region.kind in ("{", "[", "(", "OHEREDOC"):
            add(region.start - 1, region.end)
    for start, end in _comments(outline):
        add(start, end, types.FoldingRangeKind.Comment)
    return [found[line] for line in sorted(found)]


def _comments(outline: Outline) -> Iterator[tuple[int, int]]:
    """Comments that follow each other with nothing but blanks between."""
    start = end = -1
    for token in outline.tokens:
        if token.kind == "COMMENT":
            start, end = (token.start if start < 0 else start), token.start + len(token.text.rstrip("\r\n"))
        elif token.kind not in ("SPACE", "NEWLINE") or (token.kind == "NEWLINE" and start >= 0):
            if start >= 0:
                yield start, end
            start = -1
    if start >= 0:
        yield start, end


def selections(document: Document, offsets: Sequence[int]) -> list[types.SelectionRange]:
    """For each offset the ranges around it, the innermost first."""
    return [_selection(document, offset) for offset in offsets]


def _selection(document: Document, offset: int) -> types.SelectionRange:
    outline = document.outline
    around = {(0, len(document.text))}
    here = outline.root
    while True:
        inner = next((item for item in here.items if item.start <= offset <= item.end), None)
        if inner is None:
            break
        around.add((inner.start, inner.end))
        if inner.is_block and inner.open >= 0 and inner.open < offset <= inner.close:
            around.add((inner.open + 1, inner.close))
        here = inner
    around |= {(region.start, region.end) for region in outline.regions if region.start <= offset <= region.end}
    token = outline.token_at(offset)
    if token is not None and token.kind not in ("SPACE", "NEWLINE") and token.start <= offset <= token.end:
        around.add((token.start, token.end))
    found: types.SelectionRange | None = None
    last = (-1, len(document.text) + 1)
    for start, end in sorted(around, key=lambda place: (place[0] - place[1], place)):
        if last[0] <= start and end <= last[1]:
            found, last = types.SelectionRange(document.lines.range(start, end), found), (start, end)
    assert found is not None
    return found


def links(document: Document, folder: str) -> list[types.DocumentLink]:
    """Files that functions read, and addresses of artifacts."""
    found = []
    outline = document.outline
    tokens = outline.tokens
    for index, token in enumerate(tokens):
        if token.kind == "IDENT" and token.text in _READING and index + 4 < len(tokens):
            opened, quote, literal, close = tokens[index + 1 : index + 5]
            if (opened.kind, quote.kind, literal.kind, close.kind) == ("(", "OQUOTE", "QLIT", "CQUOTE") and (target := _file(document, literal.text, folder)):
                found.append(types.DocumentLink(document.lines.range(literal.start, literal.end), target))
    for entry in outline.root.walk():
        if entry.name == "source" and entry.value and entry.value.startswith(("https://", "http://")) and "${" not in entry.value:
            stretch = document.lines.range(entry.value_start, entry.value_start + len(entry.value))
            found.append(types.DocumentLink(stretch, entry.value.partition("?")[0]))
    return found


def _file(document: Document, name: str, folder: str) -> str | None:
    """The address of a file that a function reads, from the working folder or beside the jobspec."""
    if "\0" in name or "\\" in name:
        return None
    for start in (folder, os.path.dirname(document.path)):
        path = os.path.normpath(os.path.join(start, name)) if start or os.path.isabs(name) else ""
        if path and os.path.isfile(path):
            return from_fs_path(path)
    return None
