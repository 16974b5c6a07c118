"""Tokens of the older dialect: one pattern; strings with interpolation (`${…}` may hold quotes and stays text), heredocs, comments.

The lexer never raises: what is no token becomes one of kind ERROR, whose text says what is wrong.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final


class Token:
    """`kind`, its place as character offsets, its value (a string's after escapes)."""

    __slots__ = ("end", "kind", "start", "value")

    def __init__(self, kind: str, start: int, end: int, value: str) -> None:
        self.kind: Final = kind
        self.start: Final = start
        self.end: Final = end
        self.value: Final = value


_TOKEN = re.compile(
    r"""
      (?P<SPACE>[ \t\r\n]++|\A\ufeff|(?:\#|//)[^\n]*+|/\*(?s:.*?)\*/)
    | (?P<HEREDOC><<-?(?P<mark>[A-Za-z0-9_]++)[ \t\r]*+\n)
    | (?P<NUMBER>-?(?:0[xX][0-9a-fA-F]*+|\d++(?:\.\d*+)?+(?:[eE][+-]?\d*+)?+|\.\d++(?:[eE][+-]?\d++)?+))
    | (?P<IDENT>[^\W\d][\w.-]*+)
    | (?P<QUOTE>")
    | (?P<PUNCT>[{}\[\]=,+-])
    """,
    re.VERBOSE,
)
_COMMENT = re.compile(r"(?:#|//)[^\n]*+|/\*(?s:.*?)\*/")
_PUNCT = {"{": "LBRACE", "}": "RBRACE", "[": "LBRACK", "]": "RBRACK", "=": "ASSIGN", ",": "COMMA", "+": "ADD", "-": "SUB"}
_STRING = re.compile(r'[^"\\$\n\0]++|\\.|\$(?!\{)|(?P<open>\$\{)|(?P<quote>")|(?P<newline>[\n\0])', re.S)
_INTERPOLATION = re.compile(r'[^{}"\\]++|\\.|[{}"]', re.S)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([0-7]{3})|(.))", re.S)
_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", '"': '"', "'": "'"}


def comments(text: str) -> Iterator[tuple[int, int]]:
    """Where the comments of a text are."""
    end = 0
    for token in tokens(text):
        for match in _COMMENT.finditer(text, end, token.start):
            yield match.span()
        end = token.end


def tokens(text: str) -> list[Token]:
    """The tokens of a text without blanks and comments; the last one is of kind EOF."""
    found: list[Token] = []
    at, end = 0, len(text)
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            open_comment = text.startswith("/*", at)
            message = "comment not terminated" if open_comment else "unexpected null character (0x00)" if text[at] == "\0" else "illegal char"
            found.append(Token("ERROR", end if open_comment else at, end if open_comment else at + 1, message))
            at = end if open_comment else at + 1
            continue
        kind = match.lastgroup
        if kind == "SPACE":
            at = match.end()
        elif kind == "QUOTE":
            token = _string(text, at)
            found.append(token)
            at = token.end
        elif match["mark"] is not None:
            token = _heredoc(text, match)
            found.append(token)
            at = token.end
        elif kind == "PUNCT":
            found.append(Token(_PUNCT[match[0]], at, at + 1, match[0]))
            at += 1
        else:
            word = match[0]
            if kind == "NUMBER" and word.lstrip("-").lower() == "0x":
                found.append(Token("ERROR", match.end(), match.end(), "illegal hexadecimal number"))
                at = match.end()
                continue
            found.append(Token("BOOL" if word in ("true", "false") else str(kind), at, match.end(), word))
            at = match.end()
    found.append(Token("EOF", end, end, ""))
    return found


def _string(text: str, start: int) -> Token:
    """The quoted string at `start`. A line may end only inside an interpolation."""
    parts: list[str] = []
    at = start + 1
    while True:
        match = _STRING.match(text, at)
        if match is None or match["newline"]:
            # The reader goes on to the next quote before it complains.
            quote = text.find('"', match.start()) if match is not None else -1
            stop = quote + 1 if quote >= 0 else len(text.rstrip("\n"))
            return Token("ERROR", stop, stop, "literal not terminated")
        if match["quote"]:
            return Token("STRING", start, match.end(), "".join(parts))
        if match["open"]:
            stop = _interpolation_end(text, match.end())
            if stop < 0:
                return Token("ERROR", len(text), len(text), "literal not terminated")
            parts.append(text[match.start() : stop])
            at = stop
            continue
        piece = match[0]
        if piece[0] == "\\":
            escape = _ESCAPE.match(text, match.start())
            value = _unescape(escape) if escape is not None else None
            if escape is None or value is None:
                bad = match.start() + 1 + _good_digits(text, match.start() + 1)
                return Token("ERROR", bad, bad + 1, "illegal char escape")
            parts.append(value)
            at = escape.end()
            continue
        parts.append(piece)
        at = match.end()


def _good_digits(text: str, at: int) -> int:
    """How many characters of an escape (behind its backslash) can be taken."""
    wanted = {"u": 4, "U": 8, "x": 2}.get(text[at : at + 1], 0)
    if not wanted:
        return 0
    count = 1
    while count <= wanted and text[at + count : at + count + 1] in "0123456789abcdefABCDEF" and at + count < len(text):
        count += 1
    return count


def _unescape(match: re.Match[str]) -> str | None:
    short, long, hexadecimal, octal, other = match.groups()
    if other is not None:
        return _SIMPLE.get(other)
    code = int(octal, 8) if octal else int(short or long or hexadecimal, 16)
    return chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else None


def _interpolation_end(text: str, at: int) -> int:
    """Behind the brace that closes the interpolation whose content starts at `at`; -1 when there is none."""
    depth, quoted = 1, False
    while True:
        match = _INTERPOLATION.match(text, at)
        if match is None:
            return -1
        at = match.end()
        piece = match[0]
        if piece == '"':
            quoted = not quoted
        elif piece == "{" and not quoted:
            depth += 1
        elif piece == "}" and not quoted:
            depth -= 1
            if depth == 0:
                return at


def _heredoc(text: str, match: re.Match[str]) -> Token:
    """A heredoc with its final newline; with `<<-` the indent of its last line is taken off every line that has it."""
    mark, indented = match["mark"], text.startswith("<<-", match.start())
    closing = re.compile(rf"^[ \t]*{re.escape(mark)}[ \t]*\r?$", re.M)
    end = closing.search(text, match.end())
    if end is None:
        return Token("ERROR", len(text), len(text), "heredoc not terminated")
    body = text[match.end() : end.start()]
    if indented and body:
        lines = body.split("\n")[:-1]
        indent = min((len(line) - len(line.lstrip(" \t")) for line in lines), default=0)
        body = "".join(line[indent:] + "\n" for line in lines)
    return Token("HEREDOC", match.start(), end.end(), body)
