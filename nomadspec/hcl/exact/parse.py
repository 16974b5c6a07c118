"""The way into the exact parser: a whole file, an expression, a template."""

from __future__ import annotations

from nomadspec.hcl import ast
from nomadspec.hcl.errors import syntax_diagnostic
from nomadspec.hcl.exact.bodies import Parser
from nomadspec.hcl.exact.lexer import Token, template_tokens, tokens
from nomadspec.hcl.exact.reader import TooDeep
from nomadspec.hcl.limits import FAST_CHAIN, MAX_DEPTH, MAX_TREE
from nomadspec.hcl.nodes import tree_depth

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.source import Diagnostic, Source


def parse_body(source: Source, found: list[Token] | None = None) -> tuple[ast.Body, list[Diagnostic]]:
    """The body of a whole file, and its errors in Nomad's order. `found`: its tokens."""
    parser = Parser(source, tokens(source.text) if found is None else found)
    try:
        return parser.body("EOF"), parser.diagnostics
    except TooDeep as deep:
        return ast.Body([], 0, len(source.text)), [too_deep(source, deep.token.start, deep.token.end)]


def parse_expression(source: Source) -> tuple[ast.Expression | None, list[Diagnostic]]:
    """A text that is one expression, as a value on a command line is. New lines in it are free."""
    parser = Parser(source, tokens(source.text))
    parser.newlines.append(False)
    try:
        expression = parser.whole_expression()
    except TooDeep as deep:
        return None, [too_deep(source, deep.token.start, deep.token.end)]
    following = parser.peek()
    if following.kind != "EOF" and not parser.recovering:
        parser.error(following, "Extra characters after expression", "An expression was successfully parsed, but extra characters were found after it.")
    return expression, parser.diagnostics


def parse_template(source: Source, text: str, offset: int, style: str) -> tuple[ast.Expression | None, list[Diagnostic]]:
    """`text` as one template that stands at `offset` of the source: the inside of a string of HCL's JSON syntax."""
    shifted = [Token(t.kind, t.start + offset, t.end + offset, t.text) for t in template_tokens(text)]
    parser = Parser(source, shifted)
    try:
        expression = parser.template_parts("EOF", False, style, offset)
        if parser.chain > FAST_CHAIN and tree_depth(expression) > MAX_TREE:
            raise TooDeep(parser.last)
        return expression, parser.diagnostics
    except TooDeep as deep:
        return None, [too_deep(source, deep.token.start, deep.token.end)]


def too_deep(source: Source, start: int, end: int) -> Diagnostic:
    return syntax_diagnostic(source, start, end, "Nesting too deep", f"Brackets, blocks and templates may be nested {MAX_DEPTH} deep.")
