"""The *start range* of an expression: where Nomad puts the complaint about a value that does not suit."""

from __future__ import annotations

from nomadspec.hcl.ast import (
    Binary,
    Call,
    Conditional,
    For,
    ForDirective,
    IfDirective,
    Index,
    Literal,
    Object,
    Parens,
    Splat,
    Template,
    Text,
    Tuple,
    Unary,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.hcl.ast import Node
    from nomadspec.source import Source


def start_range(source: Source, expr: Node) -> tuple[int, int]:
    """Offsets (start, end) of the piece of `expr` that stands for its start."""
    while True:
        if isinstance(expr, Binary):
            expr = expr.left
        elif isinstance(expr, (Conditional, IfDirective)):
            expr = expr.condition
        elif isinstance(expr, Parens):
            expr = expr.expr
        elif isinstance(expr, Template) and expr.parts and expr.style != "json":
            expr = expr.parts[0]
        else:
            break
    if isinstance(expr, Literal):
        if expr.style == "quoted":
            # An empty string has no piece inside: the place behind it stands in.
            return (expr.start + 1, expr.end - 1) if expr.end - expr.start > 2 else (expr.end, expr.end)
        return _heredoc_start(source, expr) if expr.style == "heredoc" else (expr.start, expr.end)
    if isinstance(expr, Call):
        return expr.start, expr.open + 1
    if isinstance(expr, (Tuple, Object, For, Unary)):
        return expr.start, expr.start + 1
    if isinstance(expr, Index):
        return expr.bracket, expr.bracket + 1
    if isinstance(expr, Splat):
        # `.*` or `[*]`, which may hold blanks
        last = "*" if source.text[expr.marker : expr.marker + 1] == "." else "]"
        return expr.marker, min(source.text.find(last, expr.marker) + 1 or expr.end, expr.end)
    if isinstance(expr, ForDirective):
        # the whole opening tag
        return expr.start, source.text.find("}", expr.collection.end) + 1 or expr.collection.end
    if isinstance(expr, Text):
        return expr.start, expr.end
    return expr.start, expr.end


def _heredoc_start(source: Source, expr: Literal) -> tuple[int, int]:
    """The first line of a heredoc, behind the indent that was taken away."""
    text = source.text
    line = text.find("\n", expr.start) + 1
    first = str(expr.value or "").split("\n", 1)[0]
    end = text.find("\n", line)
    at = text.find(first, line, end) if first else line
    return max(at, line), max(end, line)
