"""Reading tokens with one ahead, reporting errors, and finding a place to go on behind one.

A parser is `recovering` from its first error on: it then skips what it cannot understand, and adds few further errors.
"""

from __future__ import annotations

from nomadspec.hcl.errors import range_text, syntax_diagnostic
from nomadspec.hcl.exact.characters import check_characters
from nomadspec.hcl.exact.lexer import Token
from nomadspec.hcl.limits import MAX_DEPTH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.hcl import ast
    from nomadspec.hcl.string_values import Problem
    from nomadspec.source import Source

_OPENERS: Final = {"}": "{", "]": "[", ")": "(", "CQUOTE": "OQUOTE", "CHEREDOC": "OHEREDOC", "SEQEND": "INTERP"}
#: Errors of one text that are kept; those after them are only counted.
MOST_KEPT: Final = 1_000
_OPENING: Final = frozenset(("{", "[", "(", "OQUOTE", "OHEREDOC", "INTERP", "CONTROL"))


class TooDeep(Exception):
    """Never leaves the package: it becomes a diagnostic."""

    def __init__(self, token: Token) -> None:
        self.token = token


class Reader:
    """One run over the tokens of a text."""

    def __init__(self, source: Source, found: list[Token]) -> None:
        self.source: Final = source
        self.diagnostics = check_characters(source, found)
        self.errors = len(self.diagnostics)  # how many there are, kept or not
        self.recovering = False
        self.depth = 0
        self.chain = 0  # operators, signs and steps: only many of them can make a tree deep that does not nest
        # A comment that holds a line end counts as one; other comments and blanks do not count.
        self.tokens: Final = [
            Token("NEWLINE", t.start, t.end, t.text) if t.kind == "COMMENT" else t
            for t in found
            if t.kind != "SPACE" and (t.kind != "COMMENT" or t.text.endswith("\n"))
        ]
        self.index = 0
        self.newlines = [True]  # whether line ends count, innermost last
        self.last = self.tokens[0]

    # -- reading ---------------------------------------------------------------------------------------------------------------

    def peek(self) -> Token:
        found, at = self.tokens, self.index
        if not self.newlines[-1]:
            while found[at].kind == "NEWLINE":
                at += 1
            self.index = at
        return found[at]

    def read(self) -> Token:
        token = self.peek()
        if token.kind != "EOF":
            self.index += 1
        self.last = token
        return token

    def error(
        self,
        token: Token,
        summary: str,
        detail: str,
        *,
        end: int | None = None,
        rule: str | None = None,
        at: int | None = None,
        opened: Token | None = None,
    ) -> None:
        """Report a problem at `token` (up to `end`), before the `at`th of those known. `opened`: the bracket that is not closed."""
        if self.kept():
            related = (("opened here", self.source.span(opened.start, opened.end)),) if opened else ()
            finding = syntax_diagnostic(self.source, token.start, token.end if end is None else end, summary, detail, rule=rule, related=related)
            self.diagnostics.insert(len(self.diagnostics) if at is None else at, finding)

    def kept(self) -> bool:
        """Count one more error: whether it is still one of those to keep."""
        self.errors += 1
        return self.errors <= MOST_KEPT

    def problem(self, problem: Problem) -> None:
        if not self.kept():
            return
        start, end, summary, detail, rule = problem
        if "\0" in detail:
            before, place, after = detail.split("\0")
            a, b = place.split(",")
            detail = before + range_text(self.source, int(a), int(b)) + after
        self.diagnostics.append(syntax_diagnostic(self.source, start, end, summary, detail, rule=rule))

    def failed(self, count: int) -> bool:
        """Whether what was read since there were `count` errors has left the reader in a strange place."""
        return self.recovering and self.errors > count

    def is_word(self, word: str) -> bool:
        token = self.peek()
        return token.kind == "IDENT" and token.text == word

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooDeep(self.peek())

    def place_error(self, node: ast.Node, summary: str, detail: str) -> None:
        if self.kept():
            self.diagnostics.append(syntax_diagnostic(self.source, node.start, node.end, summary, detail))

    # -- finding a place to go on ----------------------------------------------------------------------------------------------

    def recover(self, end: str) -> Token:
        """Read on behind the bracket that ends what we are in."""
        start = _OPENERS.get(end)
        self.recovering = True
        nest = 0
        while True:
            token = self.read()
            kind = token.kind
            if end == "SEQEND" and kind == "CONTROL":
                kind = "INTERP"
            if kind == end:
                if nest < 1:
                    return token
                nest -= 1
            elif kind == start:
                nest += 1
            if kind == "EOF":
                return token

    def recover_over(self, start: str, end: str) -> None:
        while self.read().kind not in (start, "EOF"):
            pass
        self.recover(end)

    def recover_item(self) -> None:
        """Read on behind the line end at which the item we are in ends."""
        self.recovering = True
        opened: list[str] = []
        while True:
            kind = self.read().kind
            if (kind == "NEWLINE" and not opened) or kind == "EOF":
                return
            if kind in _OPENING:
                opened.append("INTERP" if kind == "CONTROL" else kind)
            elif kind in _OPENERS:
                opener = _OPENERS[kind]
                while opened and opened[-1] != opener:
                    opened.pop()
                if opened:
                    opened.pop()
