"""Drives the tables of grammar/hcl1.lark over the tokens of a text. Never raises: what cannot be read is a diagnostic with its place."""

from __future__ import annotations

from nomadspec.hcl.v1 import ast
from nomadspec.hcl.v1.lexer import tokens
from nomadspec.hcl.v1.tables import ACTIONS, GOTO, RULES
from nomadspec.source import Diagnostic, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

    from nomadspec.hcl.v1.lexer import Token

MAX_DEPTH: Final = 500

#: What a missing token is called.
_NAMES = {
    "ASSIGN": "=",
    "BOOL": "a bool",
    "COMMA": "a comma",
    "HEREDOC": "a heredoc",
    "IDENT": "a key",
    "LBRACE": "{",
    "LBRACK": "[",
    "NUMBER": "a number",
    "RBRACE": "}",
    "RBRACK": "]",
    "STRING": "a string",
    "$END": "the end of the file",
}


def parse(text: str, path: str = "") -> ast.File:
    """The tree of a text in the older dialect. Reading stops at the first fault, as the agent's does."""
    source = Source(text, path)
    states, values = [0], []  # type: tuple[list[int], list[Any]]
    depth = 0
    opened: list[int] = []
    for token in tokens(text):
        if token.kind == "ERROR":
            return _failed(source, token, token.value)
        name = "$END" if token.kind == "EOF" else token.kind
        if name in ("LBRACE", "LBRACK"):
            depth += 1
            opened.append(token.start)
            if depth > MAX_DEPTH:
                return _failed(source, token, f"nested more than {MAX_DEPTH} levels deep")
        elif name in ("RBRACE", "RBRACK"):
            depth -= 1
            if opened:
                opened.pop()
        while True:
            action = ACTIONS[states[-1]].get(name)
            if action is None:
                if name == "$END" and len(values) == 1 and isinstance(values[0], ast.Object):
                    return ast.File(source, values[0], ())
                return _failed(source, token, _expected(states[-1], name), opened[-1] if name == "$END" and opened else None)
            if action >= 0:
                states.append(action)
                values.append(token)
                break
            nonterminal, count, build = RULES[-1 - action]
            children = values[len(values) - count :]
            del values[len(values) - count :]
            del states[len(states) - count :]
            value = _BUILD[build](children) if build else children[0]
            if build == "file":
                return ast.File(source, value, ())
            values.append(value)
            states.append(GOTO[states[-1]][nonterminal])
    return ast.File(source, ast.Object([], 0, 0), ())


def _expected(state: int, got: str) -> str:
    names = sorted({_NAMES.get(name, name) for name in ACTIONS[state]})
    return f"{_NAMES.get(got, got)} where {' or '.join(names) if len(names) < 5 else 'a key or a value'} is expected"


def _failed(source: Source, token: Token, message: str, opened: int | None = None) -> ast.File:
    span = source.span(token.start, max(token.end, token.start))
    related = (("opened here", source.span(opened, opened + 1)),) if opened is not None else ()
    problem = Diagnostic("AGT001", "agent-syntax", "error", message, span, related=related)
    return ast.File(source, ast.Object([], 0, 0), (problem,))


def _scalar(children: list[Any]) -> ast.Scalar:
    token: Token = children[0]
    text = token.value
    value: str | int | float | bool
    if token.kind == "NUMBER":
        kind = "number"
        digits = text.lstrip("-")
        if digits[:2].lower() == "0x":
            value = int(text, 16)
        elif digits.isdigit() and len(digits) < 400:
            value = int(text, 8) if len(digits) > 1 and digits[0] == "0" and set(digits) <= set("01234567") else int(text)
        else:
            value = float(text)
    elif token.kind == "BOOL":
        kind, value = "bool", text == "true"
    else:
        kind, value = "string", text
    return ast.Scalar(kind, value, text, token.start, token.end)


def _more(children: list[Any]) -> list[Any]:
    children[0].append(children[1])
    rows: list[Any] = children[0]
    return rows


_BUILD: Final[dict[str, Callable[[list[Any]], Any]]] = {
    "file": lambda c: ast.Object(c[0], c[0][0].start if c[0] else 0, c[0][-1].end if c[0] else 0),
    "items_empty": lambda c: [],
    "items_more": _more,
    "items_more_comma": _more,
    "item_assigned": lambda c: ast.Item([c[0]], c[2], True),
    "item_block": lambda c: ast.Item(c[0], c[1], False),
    "keys_one": lambda c: [c[0]],
    "keys_more": _more,
    "key": lambda c: ast.Key(c[0].value, c[0].start, c[0].end),
    "scalar": _scalar,
    "object": lambda c: ast.Object(c[1], c[0].start, c[2].end),
    "list_empty": lambda c: ast.List([], c[0].start, c[1].end),
    "list": lambda c: ast.List(c[1], c[0].start, c[-1].end),
    "elements_one": lambda c: [c[0]],
    "elements_more": lambda c: _more([c[0], c[2]]),
}
