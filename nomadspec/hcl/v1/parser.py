"""Drives the tables of grammar/hcl1.lark over the tokens of a text. Never raises: what cannot be read is a diagnostic with its place."""

from __future__ import annotations

from nomadspec._generated.hcl_v1_tables import ACTIONS, GOTO, RULES
from nomadspec.hcl.v1 import ast
from nomadspec.hcl.v1.lexer import Token, tokens
from nomadspec.source import Diagnostic, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

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
    before = ""
    for token in tokens(text):
        if token.kind == "ERROR":
            return _failed(source, token, token.value, token.value)
        name = "$END" if token.kind == "EOF" else token.kind
        if name == "COMMA" and before in ("COMMA", "LBRACK") and opened and text[opened[-1]] == "[":
            continue  # Commas in lists may be repeated.
        if name in ("LBRACE", "LBRACK"):
            depth += 1
            opened.append(token.start)
            if depth > MAX_DEPTH:
                return _failed(source, token, f"nested more than {MAX_DEPTH} levels deep", "")
        elif name in ("RBRACE", "RBRACK"):
            depth -= 1
            if opened:
                opened.pop()
        while True:
            action = ACTIONS[states[-1]].get(name)
            if action is None:
                if name == "$END" and len(values) == 1 and isinstance(values[0], ast.Object):
                    return ast.File(source, values[0], ())
                inside = opened[-1] if opened else None
                return _failed(
                    source,
                    token,
                    _expected(states[-1], name, token.value),
                    _said(text, states[-1], values, token, text[inside] if inside is not None else ""),
                    inside if name == "$END" else None,
                )
            if action >= 0:
                states.append(action)
                values.append(token)
                before = name
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


def _expected(state: int, got: str, text: str) -> str:
    names = sorted({_NAMES.get(name, name) for name in ACTIONS[state]})
    if len(names) < 5:
        return f"{_NAMES.get(got, got)} where {' or '.join(names)} is expected"
    # Numbers, strings, lists and the like are all allowed.
    return (
        f"{text} is not a value: strings are quoted, and booleans are true and false" if got == "IDENT" else f"{_NAMES.get(got, got)} where a value is expected"
    )


#: What the dialect's own reader calls tokens.
_KINDS = {"$END": "EOF", "EOF": "EOF"}


def _said(text: str, state: int, values: list[Any], token: Token, opened: str) -> str:
    """The words of the dialect's own reader. `opened`: the bracket that is open, or ""."""
    kind = _KINDS.get(token.kind, token.kind)
    if kind == "NUMBER" and any(sign in token.value for sign in ".eE") and token.value[:2].lower() != "0x":
        kind = "FLOAT"
    wanted = ACTIONS[state]
    if "LBRACE" in wanted and "NUMBER" not in wanted:
        keys = [name for value in values[-2:] for name in (value if isinstance(value, list) else [value]) if isinstance(name, ast.Key | Token)]
        if kind == "ASSIGN" and len(keys) > 1:
            return "nested object expected: LBRACE got: ASSIGN"
        if kind in ("EOF", "RBRACE") and keys:
            names = " ".join(text[key.start : key.end] for key in keys)
            return f"key '{names}' expected start of object ('{{') or assignment ('=')"
    elif "NUMBER" in wanted and opened != "[":
        return f"Unknown token: {{place}} {kind} {token.value}"
    elif opened == "[":
        return f"unexpected token while parsing list: {kind}" if "NUMBER" in wanted else f"error parsing list, expected comma or list end, got: {kind}"
    elif kind == "EOF" and opened:
        return "object expected closing RBRACE got: EOF"
    elif kind == "ASSIGN":
        return "no object keys found!"
    elif kind == "LBRACE":
        return "expected: IDENT | STRING got: LBRACE"
    return f"expected: IDENT | STRING | ASSIGN | LBRACE got: {kind}"


def _failed(source: Source, token: Token, message: str, said: str, opened: int | None = None) -> ast.File:
    span = source.span(token.start, max(token.end, token.start))
    related = (("opened here", source.span(opened, opened + 1)),) if opened is not None else ()
    said = said.replace("{place}", str(span.start))
    problem = Diagnostic("AGT001", "agent-syntax", "error", message, span, nomad=said or None, related=related)
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
            value = _float(text)
    elif token.kind == "BOOL":
        kind, value = "bool", text == "true"
    else:
        kind, value = "string", text
    return ast.Scalar(kind, value, text, token.start, token.end)


def _float(text: str) -> float:
    """A number with a point or an exponent; either may lack its digits."""
    try:
        return float(text)
    except ValueError:
        return 0.0


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
