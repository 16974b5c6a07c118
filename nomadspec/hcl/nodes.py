"""How nodes are put together: precedence, steps of a reference, keys of objects. Both parsers build with these."""

from __future__ import annotations

from nomadspec.hcl import ast
from nomadspec.hcl.string_values import normalize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

LEVELS: Final[dict[str, int]] = {
    "||": 1,
    "&&": 2,
    "==": 3,
    "!=": 3,
    "<": 4,
    ">": 4,
    "<=": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "%": 6,
}


def binary(operands: list[ast.Expression], operators: list[str]) -> ast.Expression:
    """The tree of `a op b op c …`: by precedence, equal ones from the left."""
    values: list[ast.Expression] = [operands[0]]
    waiting: list[str] = []
    for operator, operand in zip(operators, operands[1:], strict=True):
        level = LEVELS[operator]
        while waiting and LEVELS[waiting[-1]] >= level:
            right = values.pop()
            left = values[-1]
            values[-1] = ast.Binary(waiting.pop(), left, right, left.start, right.end)
        waiting.append(operator)
        values.append(operand)
    while waiting:
        right = values.pop()
        left = values[-1]
        values[-1] = ast.Binary(waiting.pop(), left, right, left.start, right.end)
    return values[0]


def whole_number(text: str) -> int | None:
    """The value of decimal digits; None for anything else or too many of them."""
    return int(text) if text.isdigit() and len(text) < 400 else None


def stepped(source: ast.Expression, step: ast.GetAttr | ast.GetIndex) -> ast.Expression:
    """`source` with one more literal step."""
    if isinstance(source, (ast.Traversal, ast.RelativeTraversal)):
        source.steps.append(step)
        source.end = step.end
        return source
    return ast.RelativeTraversal(source, [step], source.start, step.end)


def index(source: ast.Expression, result: ast.Expression, key: ast.Expression, start: int, end: int) -> ast.Expression:
    """`result[key]`, the brackets at [start, end); a literal key is a step."""
    if isinstance(key, ast.Literal):
        whole = whole_number(key.value) if key.kind == "number" and isinstance(key.value, str) else None
        value = whole if whole is not None else key if key.kind == "number" else key.value
        return stepped(result, ast.GetIndex(value, start, end))
    return ast.Index(result, key, start, source.start, end)


def object_key(key: ast.Expression) -> ast.Expression:
    """The key of an object item: a bare word is its own text."""
    if isinstance(key, ast.Traversal) and not key.steps:
        return ast.Literal("string", normalize(key.root), "bare", key.start, key.end)
    if isinstance(key, ast.Literal) and key.kind in ("bool", "null"):
        return ast.Literal("string", "null" if key.value is None else "true" if key.value else "false", "bare", key.start, key.end)
    return key


# The members of each kind of node that hold nodes, lists of them or None, in the order written.
CHILDREN: Final[dict[type[ast.Node], tuple[str, ...]]] = {
    ast.Template: ("parts",),
    ast.TemplateWrap: ("expr",),
    ast.IfDirective: ("condition", "then", "otherwise"),
    ast.ForDirective: ("collection", "body"),
    ast.Traversal: ("steps",),
    ast.RelativeTraversal: ("source", "steps"),
    ast.Index: ("collection", "key"),
    ast.Splat: ("source", "item", "each"),
    ast.Call: ("args",),
    ast.Conditional: ("condition", "then", "otherwise"),
    ast.Binary: ("left", "right"),
    ast.Unary: ("operand",),
    ast.Tuple: ("items",),
    ast.ObjectItem: ("key", "value"),
    ast.Object: ("items",),
    ast.For: ("collection", "result_key", "result", "condition"),
    ast.Parens: ("expr",),
    ast.Attribute: ("expr",),
    ast.Block: ("labels", "body"),
    ast.Body: ("items",),
}


def children(node: ast.Node) -> list[ast.Node]:
    """The nodes right below `node`."""
    found: list[ast.Node] = []
    for name in CHILDREN.get(node.__class__, ()):
        child = getattr(node, name)
        if child.__class__ is list:
            found.extend(child)
        elif child is not None:
            found.append(child)
    return found


def walk(node: ast.Node) -> Iterator[ast.Node]:
    """`node` and every node below it, however deep, each before what is below it, in the order written."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        if here.__class__ in CHILDREN:
            waiting.extend(reversed(children(here)))


def tree_depth(node: ast.Node) -> int:
    """How many nodes stand above each other at most."""
    deepest = 0
    row = [node]
    while row:
        deepest += 1
        row = [child for here in row for child in children(here)]
    return deepest
