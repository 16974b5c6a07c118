"""The fast lexer: large tokens, valid texts only.

`scan` gives the kinds and values of the tokens that `grammar/hcl.lark` speaks of, or None for any text it is not made for: one with
an error it noticed, and a few rare but valid forms (identifiers beyond ASCII, labels with escapes). Those take the exact way,
which is slower and gives the same tree. It never raises anything but the builder's `Declined`.

A line of a body is one match of `_LINE`: comments and blank lines before it, then `name = value`, `type "label" {`, `}`, or the beginning of something
longer, whose tokens `expressions.py` finds one by one. Values are what the builder needs of a token and nothing else: mostly a finished node, or an offset
(of the end for closing marks, of the start for all others).

Most of a jobspec is *plain*: attributes that are one line, or a heredoc with nothing to fill in, and blocks of nothing else. These are finished here, and all
that follow each other are one token, ITEMS. A block is held back until its end shows that it is plain, or something in it that it is not.
"""

from __future__ import annotations

from nomadspec.hcl.ast import Attribute, Block, Body, Label, Literal
from nomadspec.hcl.fast.expressions import (
    LIST,
    LITERAL,
    NUMBER,
    PLAIN,
    REFERENCE,
    SIMPLE,
    WORD,
    closing_line,
    expression,
    filled,
    heredoc_text,
    reference,
    strings,
)
from nomadspec.hcl.limits import FAST_DEPTH
from nomadspec.hcl.string_values import normalize, unescape_heredoc
from nomadspec.source.patterns import VERBOSE, pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match
    from typing import Final

    from nomadspec.hcl.ast import Expression

    Items = list[Attribute | Block]
    #: A block that is held back: its type word, where that starts, its labels, the offset of the brace; and of the body around it the items and the names
    #: of attributes before it.
    Held = tuple[str, int, list[Label], int, Items, list[str]]

# At most a comment is left of the line.
_EOL = r"(?=\n|[ \t]*+(?:[\n\r\#]|//|\Z))"

# What a line of a body is (groups of _LINE). Those before _VALUE are whole attributes.
(
    _NAME,
    _STRING,
    _NUMERAL,
    _TRUTH,
    _STRINGS,
    _NAMED,
    _FILLED,
    _VALUE,
    _OPENED,
    _LABEL,
    _LABELLED,
    _LABELS,
    _MANY,
    _HEADED,
    _CLOSED,
    _BRACE,
    _OVER,
    _REMARK,
    _OTHER,
) = range(1, 20)
_LINE: Final = pattern(
    rf"""
    [ \t\r\n]*+ (?:(?:\#|//)[^\n]*+(?:\n|\Z)[ \t\r\n]*+)*+
    (?: ({WORD})[ \t]*+
        (?: =[ \t]*+ (?: "({PLAIN})"{_EOL} | ({NUMBER}){_EOL} | (true|false){_EOL} | ({LIST}){_EOL} | ({REFERENCE}){_EOL} | "({SIMPLE})"{_EOL} | () )
        |   \{{{_EOL}() | "({PLAIN})"[ \t]*+\{{{_EOL}() | ((?:(?:"{LITERAL}"|{WORD})[ \t]*+)*+)\{{(?:{_EOL}()|())
        )
    |   (\}}){_EOL}
    |   (\}})
    |   \Z()
    |   /\*(?s:.*?)\*/()
    |   ()
    )
    """,
    VERBOSE,
)
_OPENERS: Final = (_OPENED, _LABELLED, _MANY)
_HEREDOC: Final = pattern(rf"<<(-?)({WORD})\r?\n")
_EACH_LABEL: Final = pattern(rf'"({LITERAL})"|({WORD})')
# What may follow `{` on its line.
_ONE_LINE: Final = pattern(rf"[ \t]*+(?:(\}})|({WORD})[ \t]*+=|(?:/\*(?s:.*?)\*/[ \t]*+)++{_EOL}())", VERBOSE)
_PIECE: Final = 40_000  # characters


def scan(text: str) -> Iterator[tuple[list[str], list[object]] | None]:
    """The tokens of a valid text in pieces: their kinds, and beside them their values. A None ends a text that is not for this lexer. In pieces, because a
    token is then still near at hand, for the processor too, when the parser comes to it."""
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
    held: list[Held] = []
    items: Items = []  # the plain items of the innermost body, since the last token
    names: list[str] = []  # of the attributes among them
    at = 1 if text.startswith("\ufeff") else 0
    limit = _PIECE
    depth = 0
    lines = _LINE.finditer
    while True:
        if at > limit:
            items = _hand_out(held, items, kinds, values)
            yield kinds, values
            kinds, values = [], []
            limit = at + _PIECE
        for m in lines(text, at):
            at = m.end()
            group: int = m.lastindex  # type: ignore[assignment]
            if group < _VALUE:
                found = m[group]
                value: Expression
                if group == _STRING:
                    value = Literal("string", found if plain else normalize(found), "quoted", at - len(found) - 2, at)
                elif group == _NUMERAL:
                    value = Literal("number", found, "", at - len(found), at)
                elif group == _TRUTH:
                    value = Literal("bool", found == "true", "", at - len(found), at)
                elif group == _STRINGS:
                    value = strings(text, at - len(found), at, plain)
                elif group == _NAMED:
                    value = reference(found, at - len(found), at)
                else:
                    value = filled(text, at - len(found) - 1, at - 1, plain)
                name, start = m[1], m.start(1)
                names.append(name)
                items.append(Attribute(name, value, start, start + len(name), at))
            elif group == _CLOSED:
                depth -= 1
                if held:
                    if len(names) > 1 and len(set(names)) != len(names):  # set twice
                        yield None
                        return
                    body = Body(items, held[-1][3], at)
                    type, start, labels, brace, items, names = held.pop()
                    items.append(Block(type, labels, body, start, start + len(type), brace, at - 1, at))
                else:
                    items = _hand_out(held, items, kinds, values)
                    kinds.append("CLOSE")
                    values.append(at)
            elif group in _OPENERS:
                depth += 1
                if depth > FAST_DEPTH:
                    yield None
                    return
                held.append((m[1], m.start(1), [] if group == _OPENED else _labels(m, group), at - 1, items, names))
                items, names = [], []
            elif group != _REMARK:
                break
            if at > limit:
                break
        if group == _VALUE:
            name, begin = m[1], m.start(1)
            opening = _HEREDOC.match(text, at)
            if opening is not None:
                end, after = closing_line(text, opening[2], opening.end())
                document = None if end < 0 else heredoc_text(text, opening.end(), end, dedent=opening[1] != "", plain=plain)
                if document is not None:
                    names.append(name)
                    items.append(Attribute(name, Literal("string", document, "heredoc", at, after), begin, begin + len(name), after))
                    at = after
                    continue
            items = _hand_out(held, items, kinds, values)
            kinds.append("KEY")
            values.append((name, begin, begin + len(name)))
        elif group == _HEADED:
            items = _hand_out(held, items, kinds, values)
            kinds.append("HEAD")
            type, start = m[1], m.start(1)
            values.append((type, start, start + len(type), _labels(m, group), at - 1))
            one = _ONE_LINE.match(text, at)
            if one is None:
                yield None
                return
            at = one.end()
            if one.lastindex == 1:
                kinds.append("RBRACE")
                values.append(at)
            elif one.lastindex == 2:
                start, name_end = one.span(2)
                kinds.append("KEY")
                values.append((one[2], start, name_end))
            else:
                kinds.append("NL")
                values.append(None)
                depth += 1
                if depth > FAST_DEPTH:
                    yield None
                    return
                continue
        elif group == _BRACE:
            items = _hand_out(held, items, kinds, values)
            kinds.append("RBRACE")
            values.append(at)
            depth -= 1
        elif group == _OVER:
            _hand_out(held, items, kinds, values)
            kinds.append("$END")
            values.append(None)
            yield kinds, values
            return
        elif group == _OTHER:
            yield None
            return
        else:
            continue
        at = expression(text, at, kinds, values, plain)
        if at < 0:
            yield None
            return


def _labels(line: Match[str], group: int) -> list[Label]:
    """The labels on a line that opens a block."""
    if group == _LABELLED:
        label = line[_LABEL]
        at = line.start(_LABEL)
        return [Label(label, True, at - 1, at + len(label) + 1)]
    return [
        Label(unescape_heredoc(label[label.lastindex or 0]), label.lastindex == 1, label.start(), label.end())
        for label in _EACH_LABEL.finditer(line.string, *line.span(_LABELS))
    ]


def _hand_out(held: list[Held], items: Items, kinds: list[str], values: list[object]) -> Items:
    """Makes tokens of the blocks that are held back, and of the items in the innermost; the list for further ones."""
    for type, start, labels, brace, before, _ in held:
        if before:
            kinds.append("ITEMS")
            values.append(before)
        kinds.append("OPEN")
        values.append((type, start, start + len(type), labels, brace))
    held.clear()
    if not items:
        return items
    kinds.append("ITEMS")
    values.append(items)
    return []
