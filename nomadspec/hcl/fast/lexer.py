"""The fast lexer: large tokens, valid texts only.

`scan` gives the kinds and values of the tokens that `grammar/hcl.lark` speaks of, or None for any text it is not made for: one with
an error it noticed, and a few rare but valid forms (identifiers beyond ASCII, labels with escapes). Those take the exact way,
which is slower and gives the same tree. It never raises.

A line of a body is one match of `_LINE`: comments and blank lines before it, then `name = literal`, `type "label" {`, `}`, or the
beginning of something longer, whose tokens `_CODE` finds one by one. Brackets, strings and
templates form a stack of what to go back to. Values are what the builder needs of a token and nothing else: mostly a finished
node, or an offset (of the end for closing marks, of the start for all others).
"""

from __future__ import annotations

from nomadspec.hcl.ast import (
    Attribute,
    Expression,
    GetAttr,
    GetIndex,
    Label,
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
    from collections.abc import Iterator
    from re import Pattern
    from typing import Final

_WORD = r"[A-Za-z_][A-Za-z0-9_\-]*+"
_WORD_END = r"(?![A-Za-z0-9_\-]|[^\x00-\x7f])"
_EOL = r"[ \t]*+(?:\r?\n|(?:\#|//)[^\n]*+(?:\n|\Z)|\Z)"
_PLAIN = r'[^"\\$%\r\n]*+'
_ESCAPED = r'(?:[^"\\$%\r\n]|\$\$\{|%%\{|[$%](?!\{)|\\[^\r\n])*+'
_LITERAL = r'(?:[^"\\$%\r\n]++|\$\$\{|%%\{|[$%](?!\{))*+'
_REFERENCE = rf"{_WORD}(?:\.{_WORD})*+"
_SIMPLE = rf'(?:[^"\\$%\r\n]|\$\{{[ \t]*+{_REFERENCE}[ \t]*+\}})*+'
_NUMBER = r"[0-9]++(?:\.[0-9]++)?+(?:[eE][+-]?[0-9]{1,6}+)?+"
_LIST = rf'\[[ \t\r\n]*+"{_PLAIN}"[ \t\r\n]*+(?:,[ \t\r\n]*+"{_PLAIN}"[ \t\r\n]*+)*+(?:,[ \t\r\n]*+)?+\]'
_BLANK = r"(?:[ \t\r\n]++|(?:\#|//)[^\n]*+(?:\n|\Z)|/\*(?s:.*?)\*/)*+"
_HEAD = rf"{_BLANK}({_WORD})(?:{_BLANK},{_BLANK}({_WORD}))?+{_BLANK}in{_WORD_END}"

# What a line of a body begins with (groups of _LINE).
_NAME, _STRING, _NUMERAL, _TRUTH, _VALUE, _LABELS, _OPENED, _HEADED, _CLOSED, _BRACE, _OVER, _REMARK = range(1, 13)
_LINE: Final = pattern(
    rf"""
    (?:[ \t]*+(?:(?:\#|//)[^\n]*+)?+\r?\n)*+ [ \t]*+
    (?: ({_WORD})[ \t]*+
        (?: =[ \t]*+ (?: "({_PLAIN})"{_EOL} | ({_NUMBER}){_EOL} | (true|false){_EOL} | () )
        |   ((?:(?:"{_LITERAL}"|{_WORD})[ \t]*+)*+)\{{(?:{_EOL}()|())
        )
    |   (\}}){_EOL}
    |   (\}})
    |   (?:(?:\#|//)[^\n]*+)?+\Z()
    |   /\*(?s:.*?)\*/()
    )
    """,
    VERBOSE,
)
_ONE_LINE: Final = pattern(rf"[ \t]*+(?:(\}})|({_WORD})[ \t]*+=|(?:/\*(?s:.*?)\*/[ \t]*+)++{_EOL}())", VERBOSE)

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
    (?: "({_PLAIN})"
    |   ({_LIST})
    |   (,)
    |   ({_REFERENCE})(?![ \t]*+\(|::)
    |   ([\]\)])
    |   ((?:(?:\#|//)[^\n]*+)?+\r?\n)
    |   "({_SIMPLE})"
    |   "({_ESCAPED})"
    |   (")
    |   ([\[\(])
    |   (\{{)
    |   (\}})
    |   (=(?![=>]))
    |   ({_NUMBER})(?!\.*(?:[0-9]|[eE][+\-]?[0-9]))
    |   ({_WORD}(?:::{_WORD})*+)[ \t]*+\(
    |   <<(-?)({_WORD})\r?\n
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
_HEADERS: Final = (_OPENED, _HEADED)
_T_OPENERS: Final = (_T_OPENER, _T_LBRACE, _T_CALL)
_T_SIGNS: Final = (_T_MINUS, _T_BANG)
_T_LATE: Final = (_T_ELLIPSIS, _T_ARROW)
_CODE: Final = pattern(rf"(?:[ \t]++|/\*(?s:.*?)\*/)*+{_TOKENS}", VERBOSE)
_SKIP: Final = pattern(_BLANK)
_IS_FOR: Final = pattern(rf"{_BLANK}for{_WORD_END}")
# Compiled when first used.
_FOR: Final = rf"{_BLANK}for{_WORD_END}{_HEAD}"
_DIRECTIVE: Final = rf"{_BLANK}(?:(if|else|endif|endfor){_WORD_END}|for{_WORD_END}{_HEAD})"
_LABEL: Final = pattern(rf'"({_LITERAL})"|({_WORD})')
_ITEM: Final = pattern(rf'"({_PLAIN})"')
_HOLE: Final = pattern(rf"\$\{{[ \t]*+({_REFERENCE})[ \t]*+\}}")

# The pieces of a quoted string and of a heredoc: literal text, the end, the openers of `${` and `%{`.
_QUOTED: Final = pattern(r'((?:[^"\\$%\r\n]|\$\$\{|%%\{|[$%](?!\{)|\\[^\r\n])++)|(")|\$\{(~?+)|%\{(~?+)')
_LINES: Final = pattern(r"((?:[^$%\n]|\$\$\{|%%\{|[$%](?!\{))*+\n|(?:[^$%\n]|\$\$\{|%%\{|[$%](?!\{))++)|(\Z)|\$\{(~?+)|%\{(~?+)")
_ACTIVE: Final = pattern(r"(?<!\$)\$\{|(?<!%)%\{")
# What an expression may end with: behind these `if` is the keyword of a for-expression, and `[` an index.
_ENDS: Final = frozenset(("IDENT", "REF", "NUMBER", "STRING", "CQUOTE", "CHEREDOC", "RPAR", "RSQB", "RBRACE", "ELLIPSIS", "STAR"))
_KEYWORDS: Final[dict[str, tuple[str, bool | None]]] = {"true": ("bool", True), "false": ("bool", False), "null": ("null", None)}
_BEFORE_STAR: Final = frozenset(("DOT", "LSQB"))
PIECE: Final = 2000  # tokens
_MARKS: Final = {".": "DOT", "?": "QMARK", ":": "COLON"}


def _late(text: str) -> Pattern[str]:
    """A pattern that most files need not."""
    import re

    return re.compile(text)


def _closing_line(text: str, marker: str, at: int) -> tuple[int, int]:
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


def _reference(found: str, start: int, end: int) -> Expression:
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


def _simple_template(text: str, start: int, end: int, plain: bool) -> Expression:
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
        parts.append(_reference(hole[1], a, b))
    if at < end:
        piece = text[at:end]
        parts.append(Text(piece if plain else normalize(piece), at, end))
    elif len(parts) == 1 and isinstance(parts[0], Expression):
        return TemplateWrap(parts[0], "quoted", start - 1, end + 1)
    return Template(parts, "quoted", start - 1, end + 1)


def scan(text: str) -> Iterator[tuple[list[str], list[object]] | None]:
    """The tokens of a valid text in pieces of some thousand: their kinds, and beside them their values. A None ends a text that is not
    for this lexer. In pieces, because a token is then still near at hand, for the processor too, when the parser comes to it."""
    plain = text.isascii()
    if not plain:
        try:
            text.encode()
        except UnicodeEncodeError:  # bytes that were not UTF-8
            yield None
            return
    if "\r" in text and text.count("\r") != text.count("\r\n"):
        yield None
        return
    kinds: list[str] = []
    values: list[object] = []
    kind = kinds.append
    value = values.append
    at = 1 if text.startswith("\ufeff") else 0
    depth = 0
    line = _LINE.match
    while True:
        if len(kinds) > PIECE:
            yield kinds, values
            kinds, values = [], []
            kind, value = kinds.append, values.append
        m = line(text, at)
        if m is None:
            yield None
            return
        at = m.end()
        group = m.lastindex
        if group == _STRING:
            start, name_end = m.span(1)
            a, b = m.span(2)
            kind("ATTR")
            value(Attribute(m[1], Literal("string", m[2] if plain else normalize(m[2]), "quoted", a - 1, b + 1), start, name_end, b + 1))
            continue
        if group == _VALUE:
            start, name_end = m.span(1)
            kind("KEY")
            value((m[1], start, name_end))
        elif group == _CLOSED:
            kind("CLOSE")
            value(m.end(_CLOSED))
            depth -= 1
            continue
        elif group == _NUMERAL:
            start, name_end = m.span(1)
            a, b = m.span(3)
            kind("ATTR")
            value(Attribute(m[1], Literal("number", m[3], "", a, b), start, name_end, b))
            continue
        elif group in _HEADERS:
            start, name_end = m.span(1)
            labels: list[Label] = []
            a, b = m.span(_LABELS)
            if a != b:
                for label in _LABEL.finditer(text, a, b):
                    labels.append(Label(unescape_heredoc(label[label.lastindex or 0]), label.lastindex == 1, label.start(), label.end()))
            kind("OPEN" if group == _OPENED else "HEAD")
            value((m[1], start, name_end, labels, b))
            one = None
            if group == _HEADED:
                one = _ONE_LINE.match(text, at)
                if one is None:
                    yield None
                    return
                at = one.end()
                if one.lastindex == 1:
                    kind("RBRACE")
                    value(at)
                elif one.lastindex == 2:
                    start, name_end = one.span(2)
                    kind("KEY")
                    value((one[2], start, name_end))
                else:
                    kind("NL")
                    value(None)
                    one = None
            if one is None:
                depth += 1
                if depth > FAST_DEPTH:
                    yield None
                    return
                continue
        elif group == _TRUTH:
            start, name_end = m.span(1)
            a, b = m.span(4)
            kind("ATTR")
            value(Attribute(m[1], Literal("bool", m[4] == "true", "", a, b), start, name_end, b))
            continue
        elif group == _BRACE:
            kind("RBRACE")
            value(at)
            depth -= 1
        elif group == _REMARK:
            continue
        else:
            kind("$END")
            value(None)
            yield kinds, values
            return
        at = _code(text, at, kinds, values, plain)
        if at < 0:
            yield None
            return


def _code(text: str, at: int, kinds: list[str], values: list[object], plain: bool) -> int:
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
                value(_reference(found, a, b))
            elif found in _KEYWORDS:
                kind("STRING")
                value(_reference(found, a, b))
            elif found == "if" and mode == "F" and kinds[-1] in _ENDS:
                kind("IF")
                value(None)
            else:
                kind("IDENT")
                value(Traversal(found, b, [], a, b))
        elif group == _T_LIST:
            start = m.start(_T_LIST)
            items: list[Expression] = []
            for item in _ITEM.finditer(text, start, at):
                a, b = item.span(1)
                items.append(Literal("string", item[1] if plain else normalize(item[1]), "quoted", a - 1, b + 1))
            kind("STRING")
            value(Tuple(items, start, at))
        elif group == _T_CLOSER:
            if not outside or (kinds[-1] == "STAR" and values[-1] != at - 1):
                return -1
            kind("RSQB" if m[_T_CLOSER] == "]" else "RPAR")
            value(at)
            mode = outside.pop()
        elif group == _T_SIMPLE:
            a, b = m.span(_T_SIMPLE)
            kind("STRING")
            value(_simple_template(text, a, b, plain))
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
            end, after = _closing_line(text, marker, at)
            if end < 0:
                return -1
            if (text.find("${", at, end) < 0 and text.find("%{", at, end) < 0) or _ACTIVE.search(text, at, end) is None:
                body = unescape_heredoc(text[at:end])
                if dedent:
                    body = flush(body)
                at = after
                kind("STRING")
                value(Literal("string", body if plain else normalize(body), "heredoc", start, at))
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
