"""Selectors of binding rules: whether a text is an expression over claims, as `value.team == "dev" and "admins" in list.groups`.

or ::= and ("or" and)*      and ::= not ("and" not)*      not ::= "not" not | "(" or ")" | match
match ::= selector operator value | value ["not"] "in" selector | selector "is" ["not"] "empty"
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*"|`[^`]*`)|(?P<op>==|!=|\(|\))|(?P<word>[a-zA-Z][\w./-]*(?:\.?\[?"[^"]*"\]?|\[[^\]]*\])*)|(?P<number>-?\d[\d.]*))""",
    re.X,
)
_MAX_DEPTH: Final = 100


class _Wrong(Exception):
    pass


def selector_fault(text: str) -> str:
    """What is wrong with a selector, "" when nothing."""
    tokens: list[str] = []
    at = 0
    end = len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            return f"1:{at + 1} ({at}): no match found"
        tokens.append(match[0].strip())
        at = match.end()
    reader = _Reader(tokens)
    try:
        reader.either(0)
        if reader.at < len(tokens):
            raise _Wrong
    except _Wrong:
        place = sum(len(token) + 1 for token in tokens[: reader.at])
        return f"1:{place + 1} ({place}): no match found"
    return ""


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens: Final = tokens
        self.at = 0

    def take(self, *wanted: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at] in wanted:
            self.at += 1
            return True
        return False

    def either(self, depth: int) -> None:
        self.both(depth)
        while self.take("or"):
            self.both(depth)

    def both(self, depth: int) -> None:
        self.one(depth)
        while self.take("and"):
            self.one(depth)

    def one(self, depth: int) -> None:
        if depth > _MAX_DEPTH:
            raise _Wrong
        if self.take("not"):
            self.one(depth + 1)
        elif self.take("("):
            self.either(depth + 1)
            if not self.take(")"):
                raise _Wrong
        else:
            self.match()

    def operand(self) -> None:
        if self.at >= len(self.tokens) or self.tokens[self.at] in ("==", "!=", "(", ")", "and", "or"):
            raise _Wrong
        self.at += 1

    def match(self) -> None:
        self.operand()
        if self.take("is"):
            self.take("not")
            if not self.take("empty"):
                raise _Wrong
            return
        self.take("not")
        if not self.take("==", "!=", "in", "contains", "matches"):
            raise _Wrong
        self.operand()
