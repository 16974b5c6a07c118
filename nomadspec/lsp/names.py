"""References in a text, found by tokens: `var.port`, `local.image`, `attr.cpu.arch`, `NOMAD_PORT_http`, and calls of functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.source.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nomadspec.hcl.exact.lexer import Token
    from nomadspec.lsp.outline import Outline


class Reference(Record):
    """Words joined by dots, from `start` to `end`; `call` where a parenthesis follows."""

    words: tuple[str, ...]
    start: int
    end: int
    call: bool

    @property
    def name(self) -> str:
        return ".".join(self.words)


def reference_at(outline: Outline, offset: int) -> Reference | None:
    """The reference or call that the offset is in; None for another word, such as the name of an argument."""
    token = outline.token_at(offset)
    if token is None or token.kind != "IDENT":
        return None
    index = outline.index_of(token.start)
    return reference_of(outline.tokens, index)


def reference_of(tokens: Sequence[Token], index: int) -> Reference | None:
    """The reference with the word at `index`, with all its words."""
    first = index
    while first >= 2 and tokens[first - 1].kind == "." and tokens[first - 2].kind == "IDENT":
        first -= 2
    last = index
    while last + 2 < len(tokens) and tokens[last + 1].kind == "." and tokens[last + 2].kind in ("IDENT", "NUMBER"):
        last += 2
    words = tuple([token.text for token in tokens[first : last + 1 : 2]])
    call = last + 1 < len(tokens) and tokens[last + 1].kind == "("
    return Reference(words, tokens[first].start, tokens[last].end, call)
