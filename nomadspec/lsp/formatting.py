"""Formatting, as `nomad fmt` does it: edits that change only the lines that differ."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from nomadspec.lsp.documents import Document

_KINDS = ("jobspec", "values", "test", "acl-policy", "volume", "variable", "quota", "node_pool", "namespace", "agent")


def whole(document: Document) -> list[types.TextEdit] | None:
    """The edits that format the text; none for one with syntax errors."""
    formatted = _formatted(document)
    return None if formatted is None else edits_between(document, formatted)


def lines(document: Document, stretch: types.Range) -> list[types.TextEdit] | None:
    """Those of them that lie in the lines of a range."""
    edits = whole(document)
    if edits is None:
        return None
    last = stretch.end.line
    return [edit for edit in edits if stretch.start.line <= edit.range.start.line and edit.range.end.line <= last + 1]


def _formatted(document: Document) -> str | None:
    if document.is_json or document.kind not in _KINDS:
        return None
    from nomadspec.hcl.errors import SyntaxError
    from nomadspec.hcl.fmt import format_text

    try:
        return format_text(document.text, document.path)
    except SyntaxError:
        return None


def edits_between(document: Document, formatted: str) -> list[types.TextEdit]:
    """The edits of whole lines that make another text of the document."""
    before, after = _split(document.text), _split(formatted)
    if len(before) > 5_000:
        return [types.TextEdit(document.lines.range(0, len(document.text)), formatted)] if formatted != document.text else []
    starts = [0]
    for line in before:
        starts.append(starts[-1] + len(line))
    return [
        types.TextEdit(document.lines.range(starts[a], starts[b]), "".join(after[c:d]))
        for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        if kind != "equal"
    ]


def _split(text: str) -> list[str]:
    """The lines of a text with their ends, which are line feeds alone."""
    parts = text.split("\n")
    return [*(f"{part}\n" for part in parts[:-1]), *parts[-1:]]
