"""Inlay hints: the values of expressions (`count = var.count` is shown with `= 3`), defaults in force, and full names of images."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from nomadspec.lsp.values import expression_value, is_plain, shown

if TYPE_CHECKING:
    from typing import Final

    from nomadspec.lsp.documents import Document
    from nomadspec.lsp.findings import Workbench

#: Longest hint, in characters.
_LONGEST: Final = 100


def hints(document: Document, start: int, end: int, bench: Workbench) -> list[types.InlayHint]:
    """The hints between two offsets."""
    if document.kind != "jobspec" or document.is_json:
        return []
    from nomadspec.lsp.defaults_in_force import defaults, images

    full_names = images(document, bench)
    found = {**dict(defaults(document, bench)), **_values(document, start, end, bench), **{place: f"= {name}" for place, name in full_names.items()}}
    return [
        types.InlayHint(document.lines.position(place), text, padding_left=True)
        for place, text in sorted(found.items())
        if start <= place < end and len(text) <= _LONGEST
    ]


def _values(document: Document, start: int, end: int, bench: Workbench) -> dict[int, str]:
    """The values of the job's arguments that begin between two offsets."""
    from nomadspec.hcl.ast import Attribute
    from nomadspec.hcl.nodes import walk

    file = document.file
    found: dict[int, str] = {}
    for block in (file.rest or file.body).blocks:
        if block.type != "job":
            continue
        for node in walk(block):
            if isinstance(node, Attribute) and start <= node.start < end and not is_plain(node.expr):
                result = expression_value(document, node.expr, bench)
                text = shown(result[0], node.name + document.text[node.expr.start : node.expr.end]) if result is not None else ""
                if text:
                    found[node.expr.end] = f"= {text}"
    return found
