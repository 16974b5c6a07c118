"""The values of the parts of a false condition: its comparisons, calls and references, as far as they are known.

length(placements) == 6      ->  [("length(placements)", "4")]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nomadspec.evaluation.expressions import evaluate
from nomadspec.evaluation.functions.json_encoding import encode
from nomadspec.evaluation.functions.signature import Failed
from nomadspec.evaluation.values import is_known
from nomadspec.hcl import ast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.evaluation.scope import Scope
    from nomadspec.source import Diagnostic

#: Maximum number of parts shown, and of characters in each.
MOST_PARTS: Final = 8
LONGEST: Final = 120
#: Operators whose sides are conditions themselves: those that do not hold are gone into.
_JOINED: Final = ("&&", "||")


def parts(condition: ast.Expression, scope: Scope) -> list[tuple[str, str]]:
    """(text of the part, its value), in the order written, each text once."""
    found: dict[str, str] = {}
    for part in _looked_at(condition, scope):
        text = " ".join(scope.surroundings.source.text[part.start : part.end].split())
        shown = _shown(part, scope)
        if shown is not None and text != shown and part is not condition:
            found.setdefault(text, shown)
        if len(found) == MOST_PARTS:
            break
    return list(found.items())


def _looked_at(expr: ast.Expression, scope: Scope) -> Iterator[ast.Expression]:
    if isinstance(expr, ast.Parens):
        yield from _looked_at(expr.expr, scope)
    elif isinstance(expr, ast.Unary) and expr.op == "!":
        yield from _looked_at(expr.operand, scope)
    elif isinstance(expr, ast.Binary) and expr.op in _JOINED:
        for side in (expr.left, expr.right):
            if expr.op == "||" or _shown(side, scope) != "true":
                yield from _looked_at(side, scope)
    elif isinstance(expr, ast.Binary):
        yield from (expr.left, expr.right)
    else:
        yield expr
        if isinstance(expr, ast.Call):
            yield from (argument for argument in expr.args if not isinstance(argument, ast.For))


def _shown(expr: ast.Expression, scope: Scope) -> str | None:
    """The value in one line; None where it is not known, or written out as it is."""
    if isinstance(expr, ast.Literal):
        return None
    problems: list[Diagnostic] = []
    value = evaluate(expr, scope, problems)
    if problems or not is_known(value):
        return None
    try:
        text = encode(value)
    except Failed:
        return None
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
