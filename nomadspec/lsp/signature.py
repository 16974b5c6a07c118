"""The signature of the function whose arguments are being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from nomadspec.lsp.documents import Document


def signature(document: Document, offset: int) -> types.SignatureHelp | None:
    """Of the innermost call around the offset, with the argument that it is in."""
    tokens = document.outline.tokens
    index = document.outline.index_of(max(offset - 1, 0))
    if index >= 0 and tokens[index].kind == "EOF":
        index -= 1
    depth = argument = 0
    while index > 0:
        token = tokens[index]
        if token.start < offset:
            if token.kind in (")", "]", "}", "CQUOTE", "CHEREDOC", "SEQEND"):
                depth += 1
            elif token.kind in ("[", "{", "OQUOTE", "OHEREDOC", "INTERP", "CONTROL"):
                depth = max(depth - 1, 0)
            elif token.kind == "(":
                if depth == 0:
                    return _of(tokens[index - 1].text, argument) if tokens[index - 1].kind == "IDENT" else None
                depth -= 1
            elif token.kind == "," and depth == 0:
                argument += 1
            elif token.kind == "=" and depth == 0:
                return None
        index -= 1
    return None


def _of(name: str, argument: int) -> types.SignatureHelp | None:
    from nomadspec.schema.documentation import of_function

    label, text = of_function(name)
    if not label:
        return None
    names = label.partition("(")[2].rpartition(")")[0]
    parameters = [types.ParameterInformation(part.strip()) for part in names.split(",") if part.strip()]
    last = max(len(parameters) - 1, 0)
    information = types.SignatureInformation(label, text, parameters, min(argument, last))
    return types.SignatureHelp([information], 0, min(argument, last))
