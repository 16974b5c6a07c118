"""Inlay hints with the values of expressions: `count = var.count` is shown with `= 3`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from nomadspec.lsp.values import expression_value, is_plain, shown

if TYPE_CHECKING:
    from typing import Final

    from nomadspec.lsp.documents import Document
    from nomadspec.lsp.findings import Workbench

#: Characters of a hint.
_LONGEST: Final = 60


def hints(document: Document, start: int, end: int, bench: Workbench) -> list[types.InlayHint]:
    """Of the arguments of the job that begin in a stretch."""
    if document.kind != "jobspec" or document.is_json:
        return []
    from nomadspec.hcl.ast import Attribute
    from nomadspec.hcl.nodes import walk

    file = document.file
    found = []
    for block in (file.rest or file.body).blocks:
        if block.type != "job":
            continue
        for node in walk(block):
            if isinstance(node, Attribute) and start <= node.start < end and not is_plain(node.expr):
                result = expression_value(document, node.expr, bench)
                text = shown(result[0], node.name + document.text[node.expr.start : node.expr.end]) if result is not None else ""
                if text and len(text) <= _LONGEST:
                    found.append(types.InlayHint(document.lines.position(node.expr.end), f"= {text}", padding_left=True))
    return found
