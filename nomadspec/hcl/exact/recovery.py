"""Going on after an error where Nomad gives up: several errors of one file, few of them spurious.

Nomad reports its first error and then mostly keeps silent. Here the text is read once more: a string that is not closed ends at
its line, and after an error reading goes on at the next line that looks like a new argument or block and is indented no deeper
than the one that failed. `all_errors` puts Nomad's first error first, then at most one a line; what only we say has no `nomad`.
It also gives the tree of what is right: an argument whose value is damaged has no value there, and a body that lost more says so.
"""

from __future__ import annotations

from nomadspec.hcl import ast
from nomadspec.hcl.exact import Parser, TooDeep
from nomadspec.hcl.exact.lexer import Token, repaired_tokens, tokens

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from nomadspec.source import Diagnostic, Source

MOST: Final = 50
_CLOSERS: Final = ("}", "]", ")")
# What follows from damage done earlier more often than not.
_CONSEQUENCES: Final = ("syntax-unclosed-block", "syntax-unclosed-string", "syntax-item")


def all_errors(source: Source, nomad: list[Diagnostic]) -> tuple[list[Diagnostic], ast.Body | None]:
    """The errors of a text, the first as Nomad has it, and the tree of what is right; None when it is not sure which block that belongs to. `nomad`: all
    that Nomad reports, at least one."""
    first = nomad[0]
    assert first.span is not None
    if first.rule == "syntax-depth":
        return nomad, None
    if first.rule == "syntax-unclosed-block":
        first = _with_suspect(source, first)
    parser = _Persistent(source, repaired_tokens(source.text))
    try:
        rest: ast.Body | None = parser.body("EOF")
    except TooDeep:
        return nomad, None
    # Then it is in doubt where a block ends.
    if any(
        d.rule == "syntax-unclosed-block" or (d.rule == "syntax-item" and d.span is not None and d.span.text in _CLOSERS) for d in (first, *parser.diagnostics)
    ):
        rest = None
    said = {(d.span.start_offset, d.nomad) for d in nomad if d.span}
    result = [first]
    lines = {source.line_of(nomad[0].span.start_offset)} if nomad[0].span else set()
    others: list[Diagnostic] = sorted(parser.diagnostics, key=lambda d: d.span.start_offset if d.span else 0)
    for d in others:
        if d.span is None or (line := source.line_of(d.span.start_offset)) in lines:
            continue
        known = (d.span.start_offset, d.nomad) in said
        if not known and d.rule in _CONSEQUENCES and (d.rule != "syntax-item" or d.span.text in _CLOSERS):
            continue
        lines.add(line)
        result.append(d if known else d.replace(nomad=None))
        if len(result) == MOST:
            break
    return result, rest


def _with_suspect(source: Source, unclosed: Diagnostic) -> Diagnostic:
    """Nomad names the outermost block that is left open; the indent of the braces tells which one it probably is."""
    open_blocks: list[Token] = []
    first_on_line = True
    text = source.text
    for token in tokens(text):
        if token.kind == "SPACE":
            continue
        if token.kind == "{":
            open_blocks.append(token)
        elif token.kind == "}" and open_blocks:
            opener = open_blocks.pop()
            if first_on_line and _indent(text, token) < _indent(text, opener):
                open_blocks.append(opener)
                break
        first_on_line = token.kind == "NEWLINE" or token.text.endswith("\n")
    if not open_blocks:
        return unclosed
    suspect = open_blocks[-1]
    line = source.position(suspect.start).line
    help = f"The block that begins on line {line} is probably the one without a closing brace, by the indent of the lines."
    return unclosed.replace(help=help, related=(("probably not closed", source.span(suspect.start, suspect.end)),))


def _indent(text: str, token: Token) -> int:
    """How far the line of a token is indented."""
    start = text.rfind("\n", 0, token.start) + 1
    return len(text[start : token.start]) - len(text[start : token.start].lstrip(" \t"))


#: Tokens of a text that are read more than once.
MOST_READ_AGAIN = 100_000


class _Again(Exception):
    """An error was reported; go on with the next argument or block."""


class _Persistent(Parser):
    """The exact parser, except that it begins anew after each error."""

    read_again = 0

    def error(self, token: Token, summary: str, detail: str, **more: Any) -> None:
        super().error(token, summary, detail, **more)
        raise _Again

    def body(self, end: str) -> ast.Body:
        items: list[ast.Attribute | ast.Block] = []
        names: dict[str, ast.Attribute] = {}
        opener = self.last
        start = opener.start if end == "}" else 0
        depth = self.depth
        lost: set[str] = set()
        while True:
            token = self.peek()
            if token.kind == end:
                self.read()
                break
            if token.kind == "NEWLINE":
                self.read()
                continue
            at = self.index
            try:
                if token.kind == "IDENT":
                    item = self.item()
                    if isinstance(item, ast.Attribute) and names.setdefault(item.name, item) is not item:
                        self.redefined(item, names[item.name])
                    if item is not None:
                        items.append(item)
                    continue
                self.unexpected(token, opener)
            except _Again:
                if token.kind == "EOF":
                    break
                following = self.tokens[at + 1]
                if token.kind == "IDENT" and following.kind == "=":
                    items.append(ast.Attribute(token.text, ast.Damaged((), following.end, following.end), token.start, token.end, following.end))
                else:
                    lost.add(token.text if token.kind == "IDENT" else "")
            self.depth = depth
            self.recovering = False
            del self.newlines[1:]
            following_at = self.next_item(at)
            # Blocks left open one in the other would be read again for each: after so much of it, the rest is given up.
            self.read_again += max(0, self.index - following_at)
            self.index = following_at if self.read_again < MOST_READ_AGAIN else len(self.tokens) - 1
        return ast.DamagedBody(items, start, self.last.end, lost) if lost else ast.Body(items, start, self.last.end)

    def next_item(self, at: int) -> int:
        """Where to go on when the argument or block that begins at token `at` is damaged."""
        tokens = self.tokens
        text = self.source.text
        indent = _indent(text, tokens[at])
        inside = False
        while tokens[at].kind != "EOF":
            kind = tokens[at].kind
            at += 1
            if kind != "NEWLINE":
                continue
            here = tokens[at]
            if here.kind in ("NEWLINE", "EOF"):
                continue
            width = _indent(text, here)
            if width > indent:
                inside = True
            elif here.kind in _CLOSERS and width == indent and inside:
                while tokens[at].kind not in ("NEWLINE", "EOF"):
                    at += 1
                return at
            elif here.kind == "}" or (here.kind == "IDENT" and tokens[at + 1].kind in ("=", "{", "OQUOTE", "IDENT")):
                return at
        return at
