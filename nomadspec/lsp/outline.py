"""Blocks and arguments of a text with their places, read from tokens alone, so that a half-typed text has them as well.

`Outline(text).root` is the tree; `block_at` and `region_at` say what is around an offset. What is never closed reaches to the end of the text, except that a
closing brace closes what it must.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from nomadspec.hcl.exact.lexer import repaired_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from nomadspec.hcl.exact.lexer import Token

#: Token kind that opens something → the kind that closes it.
_CLOSED_BY: Final = {"{": "}", "[": "]", "(": ")", "OQUOTE": "CQUOTE", "OHEREDOC": "CHEREDOC", "INTERP": "SEQEND", "CONTROL": "SEQEND"}
_CLOSERS: Final = frozenset(_CLOSED_BY.values())
_TEXT: Final = ("OQUOTE", "OHEREDOC")


class Word:
    """A word or label with its place; of a quoted label without the quotes."""

    __slots__ = ("end", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text: Final = text
        self.start: Final = start
        self.end: Final = end


class Entry:
    """A block (`name` its type, `labels`, `items`) or an argument (`equals` is the offset of its sign).

    `open` and `close` are the offsets of a block's braces, `close` the end of the text where there is none. `value` is what is between the quotes of an
    argument that begins with a string, `${…}` included; None for others and for one with escapes.
    """

    __slots__ = ("close", "end", "equals", "items", "labels", "name", "open", "parent", "start", "value", "value_start")

    def __init__(self, name: str, start: int, labels: list[Word], parent: Entry | None) -> None:
        self.name: Final = name
        self.start: Final = start
        self.labels: Final = labels
        self.parent: Final = parent
        self.items: list[Entry] = []
        self.open = self.close = self.equals = -1
        self.end = start + len(name)
        self.value: str | None = None
        self.value_start = -1

    @property
    def is_block(self) -> bool:
        return self.equals < 0

    @property
    def name_end(self) -> int:
        return self.start + len(self.name)

    @property
    def blocks(self) -> list[Entry]:
        return [item for item in self.items if item.is_block]

    def text_of(self, name: str) -> str | None:
        """The value of an argument that is a string."""
        return next((item.value for item in self.items if not item.is_block and item.name == name), None)

    def walk(self) -> Iterator[Entry]:
        """The entry and all below it, in the order written."""
        waiting = [self]
        while waiting:
            here = waiting.pop()
            yield here
            waiting.extend(reversed(here.items))

    def chain(self) -> list[Entry]:
        """The blocks from the outermost one to this, without the file."""
        found: list[Entry] = []
        here: Entry | None = self
        while here is not None and here.parent is not None:
            found.append(here)
            here = here.parent
        return found[::-1]


class Region:
    """A stretch inside of something that was opened: `kind` is the token that opens it. `start` is behind it, `end` before what closes it."""

    __slots__ = ("end", "kind", "parent", "start")

    def __init__(self, kind: str, start: int, parent: Region | None) -> None:
        self.kind: Final = kind
        self.start: Final = start
        self.parent: Final = parent
        self.end = -1


class Outline:
    """The outline of one text. `regions` in the order of their begin; `tokens` without any left out."""

    __slots__ = ("_starts", "regions", "root", "text", "tokens")

    def __init__(self, text: str) -> None:
        self.text: Final = text
        self.tokens: Final[list[Token]] = repaired_tokens(text)
        self.regions: Final[list[Region]] = []
        self.root: Final = Entry("", 0, [], None)
        self.root.open, self.root.close, self.root.end = -1, len(text), len(text)
        _Scan(self).run()
        self._starts: Final = [token.start for token in self.tokens]

    def block_at(self, offset: int) -> Entry:
        """The innermost block whose braces are around the offset; the root for none."""
        here = self.root
        while True:
            inner = next((item for item in here.items if item.is_block and item.open >= 0 and item.open < offset <= item.close), None)
            if inner is None:
                return here
            here = inner

    def entry_at(self, offset: int) -> Entry:
        """The innermost block or argument that the offset is in or at."""
        here = self.root
        while True:
            inner = next((item for item in here.items if item.start <= offset <= item.end), None)
            if inner is None:
                return here
            here = inner

    def region_at(self, offset: int) -> Region | None:
        """The innermost thing that is open at the offset."""
        found = None
        for region in self.regions:
            if region.start > offset:
                break
            if offset <= region.end:
                found = region
        return found

    def token_at(self, offset: int) -> Token | None:
        """The token that the offset is in, or that ends there."""
        index = bisect_right(self._starts, offset) - 1
        if index > 0 and self._starts[index] == offset and self.tokens[index].kind not in ("IDENT", "QLIT", "HLIT"):
            index -= 1
        return self.tokens[index] if index >= 0 else None

    def index_of(self, offset: int) -> int:
        """The number of the token that the offset is in."""
        return bisect_right(self._starts, offset) - 1


class _Scan:
    """One run over the tokens. `here` is the block that is open; `opened` what is open inside of the present argument or label."""

    def __init__(self, outline: Outline) -> None:
        self.outline: Final = outline
        self.here = outline.root
        self.opened: list[Region] = []
        self.words: list[Word] = []
        self.argument: Entry | None = None

    def run(self) -> None:
        size = len(self.outline.text)
        for token in self.outline.tokens:
            if self.opened:
                self.inside(token)
            else:
                self.plain(token)
        for region in self.opened:
            region.end = size
        here: Entry | None = self.here
        while here is not None and here.parent is not None:
            here.close = here.end = size
            here = here.parent
        self.over()

    def plain(self, token: Token) -> None:
        """A token right in a body."""
        kind = token.kind
        if kind == "NEWLINE" or (kind == "COMMENT" and token.text.endswith("\n")):
            self.over()
        elif kind == "IDENT" and self.argument is None:
            self.words.append(Word(token.text, token.start, token.end))
        elif kind in ("=", ":") and self.argument is None and self.words:
            first = self.words[0]
            self.argument = Entry(first.text, first.start, [], self.here)
            self.argument.equals, self.argument.end = token.start, token.end
            self.here.items.append(self.argument)
        elif kind == "{" and self.argument is None:
            self.open(token)
        elif kind == "}":
            self.close(token)
        elif kind in _CLOSED_BY:
            self.enter(token)
        if self.argument is not None and kind not in ("SPACE", "NEWLINE", "COMMENT", "EOF", "}"):
            self.argument.end = max(self.argument.end, token.end)

    def open(self, token: Token) -> None:
        first = self.words[0] if self.words else Word("", token.start, token.start)
        block = Entry(first.text, first.start, self.words[1:], self.here)
        block.open, block.end = token.start, token.end
        self.here.items.append(block)
        self.here, self.words = block, []

    def close(self, token: Token) -> None:
        self.over()
        if self.here.parent is not None:
            self.here.close, self.here.end = token.start, token.end
            self.here = self.here.parent

    def over(self) -> None:
        """The end of a statement. A word alone may become a block or an argument: it is no entry yet."""
        self.words, self.argument = [], None

    def enter(self, token: Token) -> None:
        region = Region(token.kind, token.end, self.opened[-1] if self.opened else None)
        self.opened.append(region)
        self.outline.regions.append(region)

    def inside(self, token: Token) -> None:
        """A token inside of brackets, a string, a heredoc or a template."""
        kind, innermost = token.kind, self.opened[-1]
        if kind == _CLOSED_BY[innermost.kind]:
            innermost.end = token.start
            self.opened.pop()
            if not self.opened:
                self.leave(innermost, token)
        elif kind == "}" and innermost.kind in ("[", "("):  # an unclosed bracket does not consume the rest of the file
            innermost.end = token.start
            self.opened.pop()
            if self.opened:
                self.inside(token)
            else:
                self.plain(token)
        elif kind in _CLOSED_BY:
            self.enter(token)
        if self.argument is not None and kind not in ("SPACE", "NEWLINE", "EOF"):
            self.argument.end = max(self.argument.end, token.end)

    def leave(self, region: Region, token: Token) -> None:
        """A string or a bracket right in the body was closed: a label, or (a part of) a value."""
        if region.kind != "OQUOTE":
            return
        text = self.outline.text[region.start : region.end].rstrip("\r\n")
        if self.argument is None:
            if self.words:
                self.words.append(Word(text, region.start, region.end))
        elif not self.outline.text[self.argument.equals + 1 : region.start - 1].strip() and "\\" not in text:
            self.argument.value, self.argument.value_start = text, region.start
