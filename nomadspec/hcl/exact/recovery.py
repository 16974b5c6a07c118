"""Going on after an error where Nomad gives up: several errors of one file, few of them spurious.

Nomad reports its first error and then mostly keeps silent. Here the text is read once more: a string that is not closed ends at
its line, and after an error reading goes on at the next line that looks like a new argument or block and is indented no deeper
than the one that failed. Arguments and blocks that share a line are read as if each had its own. `all_errors` puts Nomad's first error first, then
at most one a line; what only we say has no `nomad`.
It also gives the tree of what is right: an argument whose value is damaged has no value there, and a body that lost more says so. A block that is never
closed ends where the indent of the lines says so.
"""

from __future__ import annotations

from nomadspec.hcl import ast
from nomadspec.hcl.exact.bodies import Parser
from nomadspec.hcl.exact.lexer import Token, repaired_tokens
from nomadspec.hcl.exact.reader import TooDeep

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Final

    from nomadspec.source import Diagnostic, Source

MOST: Final = 50
_CLOSERS: Final = ("}", "]", ")")
# What follows from damage done earlier more often than not.
_CONSEQUENCES: Final = ("syntax-unclosed-block", "syntax-unclosed-string", "syntax-item")


def all_errors(source: Source, nomad: list[Diagnostic], found: list[Token]) -> tuple[list[Diagnostic], ast.Body | None]:
    """The errors of a text, the first as Nomad has it, and the tree of what is right; None when it is not sure which block that belongs to. `nomad`: all
    that Nomad reports, at least one; `found`: the tokens."""
    first = nomad[0]
    assert first.span is not None
    if first.rule == "syntax-depth":
        return nomad, None
    suspect = _unclosed_block(source.text, found) if first.rule == "syntax-unclosed-block" else None
    if suspect is not None:
        first = _with_suspect(source, first, suspect)
    repaired = repaired_tokens(source.text, found)
    parser = _Persistent(source, repaired)
    try:
        rest: ast.Body | None = parser.body("EOF")
    except TooDeep:
        return nomad, None
    except _TooMany:
        rest = None
    if suspect is not None:
        return [first], _closed(source, suspect, repaired)
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


def _unclosed_block(text: str, found: list[Token]) -> Token | None:
    """The brace of the block that is probably left open, by the indent of the braces: Nomad names the outermost one."""
    open_blocks: list[Token] = []
    first_on_line = True
    for token in found:
        if token.kind == "SPACE":
            continue
        if token.kind == "{":
            open_blocks.append(token)
        elif token.kind == "}" and open_blocks:
            opener = open_blocks.pop()
            if first_on_line and _indent(text, token) < _indent(text, opener):
                return opener
        first_on_line = token.kind == "NEWLINE" or token.text.endswith("\n")
    return open_blocks[-1] if open_blocks else None


def _with_suspect(source: Source, unclosed: Diagnostic, suspect: Token) -> Diagnostic:
    line = source.position(suspect.start).line
    help = f"The block that begins on line {line} is probably the one without a closing brace, by the indent of the lines."
    return unclosed.replace(help=help, related=(("probably not closed", source.span(suspect.start, suspect.end)),))


def _closed(source: Source, suspect: Token, repaired: list[Token]) -> ast.Body | None:
    """The tree of a text whose block at the brace `suspect` ends before the next line that is indented no deeper; None when that is not all that is wrong.
    Where the block ends is a guess: what it lacks may stand behind that."""
    text = source.text
    indent = _indent(text, suspect)
    at = next((number for number, token in enumerate(repaired) if token.start == suspect.start and token.kind == "{"), len(repaired) - 1) + 1
    while at < len(repaired) - 1:
        token = repaired[at]
        starts_line = token.kind in ("IDENT", "}") and not text[text.rfind("\n", 0, token.start) + 1 : token.start].strip()
        if starts_line and _indent(text, token) <= indent:
            break
        at += 1
    place = repaired[at].start
    end = [Token("}", place, place, "}"), Token("NEWLINE", place, place, "\n")]
    parser = _Persistent(source, [*repaired[:at], *end, *repaired[at:]], doubtful=suspect.start)
    try:
        tree = parser.body("EOF")
    except (TooDeep, _TooMany):
        return None
    return None if parser.diagnostics else tree


def _indent(text: str, token: Token) -> int:
    """How far the line of a token is indented."""
    start = text.rfind("\n", 0, token.start) + 1
    return len(text[start : token.start]) - len(text[start : token.start].lstrip(" \t"))


#: Tokens of a text that are read more than once.
MOST_READ_AGAIN = 100_000


class _Again(Exception):
    """An error was reported; go on with the next argument or block."""


class _TooMany(Exception):
    """More errors than are kept: what is right of the text is not looked for any further."""


class _Persistent(Parser):
    """The exact parser, except that it begins anew after each error. `doubtful`: the place of a brace whose block ends at a guess."""

    read_again = 0
    #: Whether the body that is read is on one line with other arguments or blocks.
    on_one_line = False

    def __init__(self, source: Source, found: list[Token], doubtful: int | None = None) -> None:
        super().__init__(source, found)
        self.doubtful: Final = doubtful

    def kept(self) -> bool:
        if not super().kept():
            raise _TooMany
        return True

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
        on_one_line, self.on_one_line = self.on_one_line, False
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
            self.recovering = self.on_one_line = False
            del self.newlines[1:]
            following_at = self.next_item(at)
            # Blocks left open one in the other would be read again for each: after so much of it, the rest is given up.
            self.read_again += max(0, self.index - following_at)
            self.index = following_at if self.read_again < MOST_READ_AGAIN else len(self.tokens) - 1
        self.on_one_line = on_one_line
        if start == self.doubtful:
            lost.add("")
        return ast.DamagedBody(items, start, self.last.end, lost) if lost else ast.Body(items, start, self.last.end)

    def one_line_body(self, brace: Token, at: int) -> ast.Body:
        first = self.index
        try:
            return super().one_line_body(brace, at)
        except _Again:
            self.read_again += max(0, self.index - first)
            if self.read_again >= MOST_READ_AGAIN:
                raise
        self.index = first
        self.recovering = False
        on_one_line, self.on_one_line = self.on_one_line, True
        items: list[ast.Attribute | ast.Block] = []
        while (token := self.peek()).kind != "}":
            if token.kind in (",", ";", "NEWLINE"):
                self.read()
            elif token.kind == "IDENT" and self.tokens[self.index + 1].kind == "=":
                items.append(self.attribute(self.read(), True))
            elif token.kind == "IDENT":
                items.append(self.block(self.read()))
            else:
                raise _Again
        self.read()
        self.on_one_line = on_one_line
        return ast.Body(items, brace.start, token.end)

    def after_argument(self) -> None:
        self._complete(super().after_argument, ("IDENT", ","))

    def after_block(self) -> None:
        if not self.on_one_line:
            self._complete(super().after_block, ("IDENT", ",", "}"))

    def _complete(self, end: Callable[[], None], follow: Sequence[str]) -> None:
        """Ends an argument or block. One that only shares its line with what may follow, or has a comma too many behind it, is right itself."""
        try:
            end()
        except _Again:
            if self.peek().kind not in follow:
                raise
            if self.peek().kind == ",":
                self.read()

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
