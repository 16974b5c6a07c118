"""The fast lexer's expressions: the nodes of values that are whole by themselves, and the tokens of all others, to the end of their line.

Brackets, strings and templates form a stack of what to go back to.
"""

from __future__ import annotations

from nomadspec.hcl.ast import (
    Expression,
    GetAttr,
    GetIndex,
    Literal,
    Node,
    RelativeTraversal,
    Template,
    TemplateWrap,
    Text,
    Traversal,
    Tuple,
)
from nomadspec.hcl.limits import FAST_CHAIN, FAST_DEPTH
from nomadspec.hcl.string_values import WHITE_SPACE, Part, flush, normalize, unescape, unescape_heredoc
from nomadspec.source.patterns import VERBOSE, pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Pattern
    from typing import Final

WORD = r"[A-Za-z_][A-Za-z0-9_\-]*+"
WORD_END = r"(?![A-Za-z0-9_\-]|[^\x00-\x7f])"
PLAIN = r'[^"\\$%\r\n]*+'
# Text in which nothing is filled in; `${` and `%{` are written `$${` and `%%{`.
_UNFILLED = r"\$\$\{|%%\{|[$%](?!\{)"
LITERAL = rf'(?:[^"\\$%\r\n]++|{_UNFILLED})*+'
_ESCAPED = rf'(?:[^"\\$%\r\n]++|{_UNFILLED}|\\[^\r\n])*+'
REFERENCE = rf"{WORD}(?:\.{WORD})*+"
SIMPLE = rf'(?:[^"\\$%\r\n]++|\$\{{[ \t]*+{REFERENCE}[ \t]*+\}})*+'
NUMBER = r"[0-9]++(?:\.[0-9]++)?+(?:[eE][+-]?[0-9]{1,6}+)?+"
LIST = rf'\[[ \t\r\n]*+"{PLAIN}"[ \t\r\n]*+(?:,[ \t\r\n]*+"{PLAIN}"[ \t\r\n]*+)*+(?:,[ \t\r\n]*+)?+\]'
BLANK = r"(?:[ \t\r\n]++|(?:\#|//)[^\n]*+(?:\n|\Z)|/\*(?s:.*?)\*/)*+"
_HEAD = rf"{BLANK}({WORD})(?:{BLANK},{BLANK}({WORD}))?+{BLANK}in{WORD_END}"

# The tokens of an expression (groups of _CODE), the frequent ones first.
(
    _T_STRING,
    _T_LIST,
    _T_COMMA,
    _T_REFERENCE,
    _T_CLOSER,
    _T_LINE_END,
    _T_SIMPLE,
    _T_ESCAPED,
    _T_QUOTE,
    _T_OPENER,
    _T_LBRACE,
    _T_RBRACE,
    _T_EQUAL,
    _T_NUMBER,
    _T_CALL,
    _T_FLUSH,
    _T_HEREDOC,
    _T_OPERATOR,
    _T_MINUS,
    _T_BANG,
    _T_ELLIPSIS,
    _T_ARROW,
    _T_MARK,
    _T_TRIM,
    _T_END,
) = range(1, 26)
_TOKENS = rf"""
    (?: "({PLAIN})"
    |   ({LIST})
    |   (,)
    |   ({REFERENCE})(?![ \t]*+\(|::)
    |   ([\]\)])
    |   ((?:(?:\#|//)[^\n]*+)?+\r?\n)
    |   "({SIMPLE})"
    |   "({_ESCAPED})"
    |   (")
    |   ([\[\(])
    |   (\{{)
    |   (\}})
    |   (=(?![=>]))
    |   ({NUMBER})(?!\.*(?:[0-9]|[eE][+\-]?[0-9]))
    |   ({WORD}(?:::{WORD})*+)[ \t]*+\(
    |   <<(-?)({WORD})\r?\n
    |   (==|!=|<=|>=|&&|\|\||[+*/%<>])
    |   (-)
    |   (!)
    |   (\.\.\.)
    |   (=>)
    |   ([.?:])
    |   (~\}})
    |   (?:(?:\#|//)[^\n]*+)?+\Z()
    )
"""
_T_OPENERS: Final = (_T_OPENER, _T_LBRACE, _T_CALL)
_T_SIGNS: Final = (_T_MINUS, _T_BANG)
_T_LATE: Final = (_T_ELLIPSIS, _T_ARROW)
_CODE: Final = pattern(rf"(?:[ \t]++|/\*(?s:.*?)\*/)*+{_TOKENS}", VERBOSE)
_SKIP: Final = pattern(BLANK)
_IS_FOR: Final = pattern(rf"{BLANK}for{WORD_END}")
# Compiled when first used.
_FOR: Final = rf"{BLANK}for{WORD_END}{_HEAD}"
_DIRECTIVE: Final = rf"{BLANK}(?:(if|else|endif|endfor){WORD_END}|for{WORD_END}{_HEAD})"
_ITEM: Final = pattern(rf'"({PLAIN})"')
_HOLE: Final = pattern(rf"\$\{{[ \t]*+({REFERENCE})[ \t]*+\}}")

# The pieces of a quoted string and of a heredoc: literal text, the end, the openers of `${` and `%{`.
_OPENERS = r"\$\{(~?+)|%\{(~?+)"
_QUOTED: Final = pattern(rf'((?:[^"\\$%\r\n]++|{_UNFILLED}|\\[^\r\n])++)|(")|{_OPENERS}')
_LINES: Final = pattern(rf"((?:[^$%\n]++|{_UNFILLED})*+\n|(?:[^$%\n]++|{_UNFILLED})++)|(\Z)|{_OPENERS}")
_ACTIVE: Final = pattern(r"(?<!\$)\$\{|(?<!%)%\{")
# What an expression may end with: behind these `if` is the keyword of a for-expression, and `[` an index.
_ENDS: Final = frozenset(("IDENT", "REF", "NUMBER", "STRING", "CQUOTE", "CHEREDOC", "RPAR", "RSQB", "RBRACE", "ELLIPSIS", "STAR"))
_KEYWORDS: Final[dict[str, tuple[str, bool | None]]] = {"true": ("bool", True), "false": ("bool", False), "null": ("null", None)}
_BEFORE_STAR: Final = frozenset(("DOT", "LSQB"))
_MARKS: Final = {".": "DOT", "?": "QMARK", ":": "COLON"}


def _late(text: str) -> Pattern[str]:
    """A pattern that most files need not."""
    import re

    return re.compile(text)


def closing_line(text: str, marker: str, at: int) -> tuple[int, int]:
    """The line that ends a heredoc whose text begins at `at`: where it begins, and where it ends without its line end; or -1, -1."""
    while True:
        found = text.find(marker, at)
        end = text.find("\n", found)
        if found < 0 or end < 0:
            return -1, -1
        start = text.rfind("\n", at - 1, found) + 1
        if text[start:end].strip(WHITE_SPACE) == marker:
            return start, end - 1 if text[end - 1] == "\r" else end
        at = end + 1


def reference(found: str, start: int, end: int) -> Expression:
    """The node of `a.b.c`."""
    root, *names = found.split(".")
    at = start + len(root)
    node: Expression
    if root in _KEYWORDS:
        kind, constant = _KEYWORDS[root]
        node = Literal(kind, constant, "", start, at)
        if not names:
            return node
    steps: list[GetAttr | GetIndex] = []
    for name in names:
        here = at
        at += 1 + len(name)
        steps.append(GetAttr(name, here, at))
    if root in _KEYWORDS:
        return RelativeTraversal(node, steps, start, end)
    return Traversal(root, start + len(root), steps, start, end)


def filled(text: str, start: int, end: int, plain: bool) -> Expression:
    """The node of a quoted string whose inside is at [start, end): plain text and references in `${…}`."""
    parts: list[Node] = []
    at = start
    for hole in _HOLE.finditer(text, start, end):
        a, b = hole.span()
        if a > at:
            piece = text[at:a]
            parts.append(Text(piece if plain else normalize(piece), at, a))
        at = b
        a, b = hole.span(1)
        parts.append(reference(hole[1], a, b))
    if at < end:
        piece = text[at:end]
        parts.append(Text(piece if plain else normalize(piece), at, end))
    elif len(parts) == 1 and isinstance(parts[0], Expression):
        return TemplateWrap(parts[0], "quoted", start - 1, end + 1)
    return Template(parts, "quoted", start - 1, end + 1)


def strings(text: str, start: int, end: int, plain: bool) -> Tuple:
    """The node of a list of plain strings that stands at [start, end)."""
    items: list[Expression] = []
    for item in _ITEM.finditer(text, start, end):
        a, b = item.span(1)
        items.append(Literal("string", item[1] if plain else normalize(item[1]), "quoted", a - 1, b + 1))
    return Tuple(items, start, end)


def heredoc_text(text: str, start: int, end: int, *, dedent: bool, plain: bool) -> str | None:
    """The value of a heredoc whose text is at [start, end); None where something is to be filled in."""
    if (text.find("${", start, end) >= 0 or text.find("%{", start, end) >= 0) and _ACTIVE.search(text, start, end) is not None:
        return None
    body = unescape_heredoc(text[start:end])
    if dedent:
        body = flush(body)
    return body if plain else normalize(body)


def expression(text: str, at: int, kinds: list[str], values: list[object], plain: bool) -> int:
    """The tokens from the middle of a body's line to its end; the offset of the next line, or -1 to give up."""
    kind = kinds.append
    value = values.append
    match, skip = _CODE.match, _SKIP.match
    mode = ""
    outside: list[str] = []  # the modes that the open brackets go back to
    limits: list[tuple[int, int]] = []  # of each open heredoc: where its text ends, and where its closing mark does
    chain = 0
    while True:
        if mode == "Q" or mode == "H":
            m = _QUOTED.match(text, at) if mode == "Q" else _LINES.match(text, at, limits[-1][0])
            if m is None:
                return -1
            start, at = m.span()
            group = m.lastindex
            if group == 1:
                if mode == "Q":
                    piece = unescape(m[1], start)
                    if piece is None:
                        return -1
                else:
                    piece = unescape_heredoc(m[1])
                kind("LIT")
                value(Part("text", start, at, piece))
                continue
            if group == 2:
                kind("CQUOTE" if mode == "Q" else "CHEREDOC")
                if mode == "H":
                    at = limits.pop()[1]
                value(at)
                mode = outside.pop()
                continue
            outside.append(mode)
            if len(outside) > FAST_DEPTH:
                return -1
            if group == 3:
                kind("INTERP")
                value((start, m[3] != ""))
            else:
                trim = m[4] != ""
                m = _late(_DIRECTIVE).match(text, at)
                if m is None:
                    return -1
                at = m.end()
                word = m[1]
                if word is None:
                    kind("CTRL_FOR")
                    value((start, trim, m[2] if m[3] else None, m[3] or m[2]))
                elif word == "if":
                    kind("CTRL_IF")
                    value((start, trim))
                else:
                    kind("CTRL_WORD")
                    value((start, trim, word))
            mode = "$"
            continue
        m = match(text, at)
        if m is None:
            return -1
        at = m.end()
        group = m.lastindex
        if group == _T_LIST and kinds[-1] in _ENDS:
            at = m.start(_T_LIST) + 1
            group = _T_OPENER
        if group == _T_STRING:
            a, b = m.span(1)
            kind("STRING")
            value(Literal("string", m[1] if plain else normalize(m[1]), "quoted", a - 1, b + 1))
        elif group == _T_COMMA:
            kind("COMMA")
            value(None)
            if mode == "{":
                at = skip(text, at).end()  # type: ignore[union-attr]
        elif group == _T_LINE_END:
            if mode and mode != "{":  # line ends do not count here
                continue
            kind("NL")
            value(None)
            if not mode:
                return at
            at = skip(text, at).end()  # type: ignore[union-attr]
        elif group == _T_REFERENCE:
            a, b = m.span(_T_REFERENCE)
            found = m[_T_REFERENCE]
            if kinds[-1] == "DOT":  # a step, whatever the word
                found = found.partition(".")[0]
                at = a + len(found)
                kind("IDENT")
                value(Traversal(found, at, [], a, at))
            elif "." in found:
                kind("REF")
                value(reference(found, a, b))
            elif found in _KEYWORDS:
                kind("STRING")
                value(reference(found, a, b))
            elif found == "if" and mode == "F" and kinds[-1] in _ENDS:
                kind("IF")
                value(None)
            else:
                kind("IDENT")
                value(Traversal(found, b, [], a, b))
        elif group == _T_LIST:
            start = m.start(_T_LIST)
            kind("STRING")
            value(strings(text, start, at, plain))
        elif group == _T_CLOSER:
            if not outside or (kinds[-1] == "STAR" and values[-1] != at - 1):
                return -1
            kind("RSQB" if m[_T_CLOSER] == "]" else "RPAR")
            value(at)
            mode = outside.pop()
        elif group == _T_SIMPLE:
            a, b = m.span(_T_SIMPLE)
            kind("STRING")
            value(filled(text, a, b, plain))
        elif group == _T_ESCAPED:
            a, b = m.span(_T_ESCAPED)
            piece = unescape(m[_T_ESCAPED], a)
            if piece is None:
                return -1
            kind("STRING")
            value(Literal("string", normalize(piece), "quoted", a - 1, b + 1))
        elif group == _T_QUOTE:
            kind("OQUOTE")
            value(at - 1)
            outside.append(mode)
            mode = "Q"
        elif group in _T_OPENERS:
            outside.append(mode)
            if len(outside) > FAST_DEPTH:
                return -1
            if group == _T_CALL:
                name = m[_T_CALL]
                if name == "if" and mode == "F" and kinds[-1] in _ENDS:
                    outside.pop()
                    kind("IF")
                    value(None)
                    at = m.end(_T_CALL)
                    continue
                kind("CALL")
                value((name, m.start(_T_CALL), m.end(_T_CALL), at - 1))
                mode = "("
            else:
                mode = text[at - 1]
                if mode == "[" and kinds[-1] in _ENDS:
                    chain += 1
                kind("LSQB" if mode == "[" else "LBRACE" if mode == "{" else "LPAR")
                value(at - 1)
                if mode != "(" and _IS_FOR.match(text, at):
                    head = _late(_FOR).match(text, at)
                    if head is None:
                        return -1
                    kind("FOR")
                    value((head[1] if head[2] else None, head[2] or head[1]))
                    at = head.end()
                    mode = "F"
            if mode == "{":
                at = skip(text, at).end()  # type: ignore[union-attr]
        elif group == _T_RBRACE:
            if not outside:
                kind("RBRACE")
                value(at)
                continue
            if mode == "$":
                kind("SEQEND")
                value((at, False))
            else:
                kind("RBRACE")
                value(at)
            mode = outside.pop()
        elif group == _T_EQUAL:
            kind("EQUAL")
            value(None)
        elif group == _T_NUMBER:
            kind("NUMBER")
            value(Literal("number", m[_T_NUMBER], "", m.start(_T_NUMBER), at))
        elif group == _T_HEREDOC:
            marker = m[_T_HEREDOC]
            start = m.start(_T_FLUSH) - 2
            dedent = m[_T_FLUSH] == "-"
            end, after = closing_line(text, marker, at)
            if end < 0:
                return -1
            body = heredoc_text(text, at, end, dedent=dedent, plain=plain)
            if body is not None:
                at = after
                kind("STRING")
                value(Literal("string", body, "heredoc", start, at))
            else:
                kind("OHEREDOC")
                value((start, dedent))
                outside.append(mode)
                mode = "H"
                limits.append((end, after))
        elif group == _T_OPERATOR:
            if m[_T_OPERATOR] == "*" and kinds[-1] in _BEFORE_STAR:
                if values[-1] != at - 2:  # `[ * ]`: whether a line end may stand there is too fine a point for here
                    return -1
                kind("STAR")
                value(at)
            else:
                kind("OP")
                value(m[_T_OPERATOR])
                chain += 1
        elif group in _T_SIGNS:
            kind("MINUS" if group == _T_MINUS else "BANG")
            value(at - 1)
            chain += 1
        elif group == _T_MARK:
            mark = _MARKS[text[at - 1]]
            kind(mark)
            value(at - 1)
            if mark == "QMARK":
                chain += 1
        elif group == _T_TRIM:
            if mode != "$":
                return -1
            kind("SEQEND")
            value((at, True))
            mode = outside.pop()
        elif group in _T_LATE:
            kind("ELLIPSIS" if group == _T_ELLIPSIS else "ARROW")
            value(None)
        else:  # the end of the text
            if mode:
                return -1
            kind("NL")
            value(None)
            return at
        if chain > FAST_CHAIN:
            return -1
