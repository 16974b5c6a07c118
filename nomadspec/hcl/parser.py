"""From a text to its syntax tree: `parse` never raises, and answers with everything it could read and everything wrong.

A valid text takes the fast way: `fast.lexer` cuts it into large tokens, and the loop here drives the tables compiled from
`grammar/hcl.lark`. A text that this way does not accept is read again by the exact parser, which says what is wrong with it.
"""

from __future__ import annotations

from nomadspec._generated.hcl_tables import ACTIONS, GOTO, RULES
from nomadspec.hcl import ast
from nomadspec.hcl.fast.builder import BUILD, Declined, append, check_names
from nomadspec.hcl.fast.lexer import scan
from nomadspec.hcl.limits import BRACES, MAX_BRACES, MAX_PARTS, MAX_SIZE, MAX_TOKENS
from nomadspec.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, Final

    from nomadspec.source import Diagnostic

# (nonterminal, length, builder) of each rule, by the negative numbers of ACTIONS.
_RULES: Final[list[tuple[str, int, Any]]] = [(name, length, BUILD.get(build)) for name, length, build in reversed(RULES)]
#: The kinds of tokens that have an opening brace.
_WITH_BRACE: Final = ("HEAD", "OPEN", "LBRACE")


def parse(text: str, filename: str = "") -> ast.File:
    """The syntax tree of an HCL text in native syntax; `filename` is the name used in diagnostics."""
    source = Source(text, filename)
    if len(text) > MAX_SIZE:
        return _refused(source, MAX_SIZE)
    if len(text) > MAX_PARTS and text.count("${") + text.count("%{") > MAX_PARTS:
        return _refused(source, MAX_PARTS, "interpolations and directives")
    try:
        body = parse_fast(text)
    except _TooMany as too_many:
        return _refused(source, *too_many.args)
    if body is not None:
        return ast.File(source, body, ())
    from nomadspec.hcl.exact.lexer import tokens_up_to
    from nomadspec.hcl.exact.parse import parse_body

    found = tokens_up_to(text, MAX_TOKENS)
    if found is None:
        return _refused(source, MAX_TOKENS, "tokens")
    if len(text) > MAX_BRACES and sum(token.kind == "{" for token in found) > MAX_BRACES:
        return _refused(source, MAX_BRACES, BRACES)
    exact, diagnostics = parse_body(source, found)
    rest = None
    if diagnostics:
        from nomadspec.hcl.exact.recovery import all_errors

        diagnostics, rest = all_errors(source, diagnostics, found)
    return ast.File(source, exact, tuple(diagnostics), rest)


class _TooMany(Exception):
    """More of something than is read: the limit, and of what."""


def _refused(source: Source, limit: int, of: str = "characters") -> ast.File:
    from nomadspec.hcl.errors import too_large

    return ast.File(source, ast.Body([], 0, 0), (too_large(source, limit, of),))


def _counted(pieces: Iterable[tuple[list[str], list[Any]] | None]) -> Iterator[tuple[list[str], list[Any]] | None]:
    """The pieces of a text, as long as they have not too many tokens, or blocks and objects, together."""
    tokens = braces = 0
    for piece in pieces:
        if piece is not None:
            kinds, values = piece
            tokens += len(kinds)
            braces += sum(map(kinds.count, _WITH_BRACE))
            for kind, value in zip(kinds, values, strict=True):
                if kind == "ITEMS":
                    in_items, blocks = _count(value)
                    tokens += in_items
                    braces += blocks
            if tokens > MAX_TOKENS:
                raise _TooMany(MAX_TOKENS, "tokens")
            if braces > MAX_BRACES:
                raise _TooMany(MAX_BRACES, BRACES)
        yield piece


def _count(items: list[ast.Attribute | ast.Block]) -> tuple[int, int]:
    """The tokens that plain items are made of, a whole line with a literal for one, and the blocks among them."""
    tokens = blocks = 0
    waiting = [items]
    while waiting:
        for item in waiting.pop():
            if isinstance(item, ast.Block):
                tokens += 2
                blocks += 1
                waiting.append(item.body.items)
            else:
                tokens += 1 if isinstance(item.expr, ast.Literal) and item.expr.style != "heredoc" else 3
    return tokens, blocks


def parse_fast(text: str) -> ast.Body | None:
    """The body of a valid text; None when the exact parser must look at it."""
    pieces = scan(text)
    try:
        items = drive(pieces if len(text) < min(MAX_BRACES, MAX_TOKENS) else _counted(pieces))
        if items is None:
            return None
        check_names(items)
    except Declined:
        return None
    return ast.Body(items, 0, len(text))


def drive(pieces: Iterable[tuple[list[str], list[Any]] | None]) -> list[Any] | None:
    """Run the tables over tokens, as `scan` gives them; the value of the start rule, or None for a syntax error."""
    actions, goto, rules = ACTIONS, GOTO, _RULES
    states = [0]
    stack: list[Any] = []
    row = actions[0]
    for piece in pieces:
        if piece is None:
            return None
        for kind, value in zip(*piece, strict=True):
            while True:
                action = row.get(kind)
                if action is None:
                    return stack[0] if kind == "$END" and len(stack) == 1 and len(states) == 2 else None
                if action >= 0:
                    states.append(action)
                    stack.append(value)
                    row = actions[action]
                    break
                name, length, build = rules[action]
                if length == 2:
                    last = stack.pop()
                    del states[-2:]
                    if build is append:  # an item of a body, which most are
                        stack[-1].append(last)
                    else:
                        stack[-1] = build([stack[-1], last])
                elif length == 1:
                    states.pop()
                    if build:
                        stack[-1] = build([stack[-1]])
                elif length:
                    del states[-length:]
                    children = stack[-length:]
                    del stack[-length:]
                    stack.append(build(children))
                else:
                    stack.append(build([]))
                state = goto[states[-1]][name]
                states.append(state)
                row = actions[state]
    return None


def parse_expression(text: str, path: str = "") -> tuple[ast.Expression | None, tuple[Diagnostic, ...]]:
    """A text that is one expression, such as the value of a variable given on a command line."""
    from nomadspec.hcl.exact.parse import parse_expression as exact

    expression, diagnostics = exact(Source(text, path))
    return expression, tuple(diagnostics)


def parse_template(text: str, path: str = "", offset: int = 0) -> tuple[ast.Expression | None, tuple[Diagnostic, ...]]:
    """A text that is one template: what stands between the quotes. Places in it are counted from `offset`."""
    from nomadspec.hcl.exact.parse import parse_template as exact

    expression, diagnostics = exact(Source(text, path), text, offset, "quoted")
    return expression, tuple(diagnostics)
