"""What each rule of `grammar/hcl.lark` builds: one function a rule name, from the values of its symbols to the node.

Values of tokens are as the fast lexer gives them. A function that finds something only the exact parser can judge raises `Declined`.
"""

from __future__ import annotations

from nomadspec.hcl import ast, string_values
from nomadspec.hcl.nodes import binary, index, object_key, stepped, whole_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

    #: What stands before the body of a block: type word, its start and end, labels, offset of the brace.
    Header = tuple[str, int, int, list[ast.Label], int]


class Declined(Exception):
    """This text is for the exact parser. Never leaves the package."""


def empty(_: list[Any]) -> list[Any]:
    return []


def first(c: list[Any]) -> Any:
    return c[0]


def append(c: list[Any]) -> Any:
    c[0].append(c[1])
    return c[0]


def extend(c: list[Any]) -> Any:
    c[0].extend(c[1])
    return c[0]


# -- bodies --------------------------------------------------------------------------------------------------------------------


def attribute(c: list[Any]) -> ast.Attribute:
    (name, start, name_end), expression = c[0], c[1]
    return ast.Attribute(name, expression, start, name_end, expression.end)


def attribute_plain(c: list[Any]) -> ast.Attribute:
    return ast.Attribute(c[0].root, c[2], c[0].start, c[0].end, c[2].end)


def block_of(header: Header, items: list[Any], end: int) -> ast.Block:
    type, start, type_end, labels, brace = header
    if len(items) > 1:
        check_names(items)
    return ast.Block(type, labels, ast.Body(items, brace, end), start, type_end, brace, end - 1, end)


def block(c: list[Any]) -> ast.Block:
    return block_of(c[0], c[1], c[2])


def block_head(c: list[Any]) -> ast.Block:
    return block_of(c[0], c[2], c[3])


def block_empty(c: list[Any]) -> ast.Block:
    return block_of(c[0], [], c[1])


def block_line(c: list[Any]) -> ast.Block:
    return block_of(c[0], [attribute(c[1:])], c[3])


def block_line_plain(c: list[Any]) -> ast.Block:
    return block_of(c[0], [attribute_plain(c[1:])], c[4])


def check_names(items: list[Any]) -> None:
    """Decline a body that sets an argument twice."""
    attribute = ast.Attribute
    names = [item.name for item in items if item.__class__ is attribute]
    if len(names) != len(set(names)):
        raise Declined


# -- expressions ---------------------------------------------------------------------------------------------------------------


def chain(c: list[Any]) -> tuple[list[Any], list[str]]:
    return [c[0], c[2]], ["-" if isinstance(c[1], int) else c[1]]


def chain_more(c: list[Any]) -> Any:
    operands, operators = c[0]
    operators.append("-" if isinstance(c[1], int) else c[1])
    operands.append(c[2])
    return c[0]


def operation(c: list[Any]) -> ast.Expression:
    return binary(*c[0])


def conditional(c: list[Any]) -> ast.Expression:
    return ast.Conditional(c[0], c[2], c[4], c[0].start, c[4].end)


def conditional_operation(c: list[Any]) -> ast.Expression:
    return conditional([binary(*c[0]), *c[1:]])


def minus(c: list[Any]) -> ast.Expression:
    return ast.Unary("-", c[1], c[0], c[1].end)


def negation(c: list[Any]) -> ast.Expression:
    return ast.Unary("!", c[1], c[0], c[1].end)


def parens(c: list[Any]) -> ast.Expression:
    return ast.Parens(c[1], c[0], c[2])


def call(c: list[Any]) -> ast.Expression:
    name, start, name_end, opener = c[0]
    return ast.Call(name, c[1], False, name_end, opener, c[-1] - 1, start, c[-1])


def call_empty(c: list[Any]) -> ast.Expression:
    return call([c[0], [], c[1]])


def call_expand(c: list[Any]) -> ast.Expression:
    name, start, name_end, opener = c[0]
    return ast.Call(name, c[1], True, name_end, opener, c[3] - 1, start, c[3])


def tuple_empty(c: list[Any]) -> ast.Expression:
    return ast.Tuple([], c[0], c[1])


def tuple_(c: list[Any]) -> ast.Expression:
    return ast.Tuple(c[1], c[0], c[-1])


def one(c: list[Any]) -> list[Any]:
    return [c[0]]


def more(c: list[Any]) -> Any:
    c[0].append(c[2])
    return c[0]


def object_empty(c: list[Any]) -> ast.Expression:
    return ast.Object([], c[0], c[1])


def object_(c: list[Any]) -> ast.Expression:
    return ast.Object(c[1], c[0], c[-1])


def pair(c: list[Any]) -> list[Any]:
    key = object_key(c[0])
    return [ast.ObjectItem(key, c[2], key.start, c[2].end)]


def pair_more(c: list[Any]) -> Any:
    key = object_key(c[2])
    c[0].append(ast.ObjectItem(key, c[4], key.start, c[4].end))
    return c[0]


def for_tuple(c: list[Any]) -> ast.Expression:
    key, value = c[1]
    return ast.For(key, value, c[2], None, c[4], False, c[6] if len(c) > 6 else None, c[0], c[-1])


def for_object(c: list[Any]) -> ast.Expression:
    key, value = c[1]
    # [7] is the closing brace, the ellipsis (8 or 10 symbols) or `if` (9 or 10).
    return ast.For(key, value, c[2], c[4], c[6], len(c) in (9, 11), c[-2] if len(c) > 9 else None, c[0], c[-1])


def step(c: list[Any]) -> ast.Expression:
    return walked(c[0], ast.GetAttr(c[2].root, c[1], c[2].end), dotted=True)


def step_number(c: list[Any]) -> ast.Expression:
    key = whole_number(c[2].value)
    if key is None:
        raise Declined
    return walked(c[0], ast.GetIndex(key, c[1], c[2].end), dotted=True)


def walked(source: ast.Expression, step: ast.GetAttr | ast.GetIndex, *, dotted: bool) -> ast.Expression:
    """One literal step on; behind a splat it belongs to the splat's elements (behind `.*` only when it is `.name`)."""
    if isinstance(source, ast.Splat) and (source.full or dotted):
        each = walked(source.each, step, dotted=dotted)
        if source.each is source.item and not source.full:
            each.start = step.start
        return ast.Splat(source.source, source.item, each, source.full, source.marker, source.start, each.end)
    return stepped(source, step)


def splat(c: list[Any]) -> ast.Expression:
    return splatted(c[0], c[1], c[2], full=False)


def splat_full(c: list[Any]) -> ast.Expression:
    return splatted(c[0], c[1], c[3], full=True)


def splatted(source: ast.Expression, start: int, end: int, *, full: bool) -> ast.Expression:
    if isinstance(source, ast.Splat):
        if source.full:
            each = splatted(source.each, start, end, full=full)
            return ast.Splat(source.source, source.item, each, True, source.marker, source.start, each.end)
        if not full:
            raise Declined
    item = ast.SplatItem(start, end)
    return ast.Splat(source, item, item, full, start, source.start, end)


def indexed(c: list[Any]) -> ast.Expression:
    return indexed_by(c[0], c[2], c[1], c[3])


def indexed_by(source: ast.Expression, key: ast.Expression, start: int, end: int) -> ast.Expression:
    if isinstance(source, ast.Splat) and source.full:
        each = indexed_by(source.each, key, start, end)
        return ast.Splat(source.source, source.item, each, True, source.marker, source.start, each.end)
    return index(source, source, key, start, end)


# -- templates -----------------------------------------------------------------------------------------------------------------


def text(c: list[Any]) -> Any:
    parts, part = c
    if parts and parts[-1].trim:
        part.text = part.text.lstrip(string_values.WHITE_SPACE)
    parts.append(part)
    return parts


def trim_before(parts: list[Any]) -> None:
    if parts and parts[-1].kind == "text":
        parts[-1].text = parts[-1].text.rstrip(string_values.WHITE_SPACE)


def value(c: list[Any]) -> Any:
    parts, (start, before), expression, (end, after) = c
    if before:
        trim_before(parts)
    part = string_values.Part("interp", start, end, expr=expression)
    part.trim = after
    parts.append(part)
    return parts


def if_directive(c: list[Any]) -> Any:
    parts = value(c)
    parts[-1].kind = "if"
    return parts


def for_directive(c: list[Any]) -> Any:
    start, before, key, name = c[1]
    parts = value([c[0], (start, before), c[2], c[3]])
    parts[-1].kind, parts[-1].key, parts[-1].name = "for", key, name
    return parts


def word(c: list[Any]) -> Any:
    start, before, name = c[1]
    parts = value([c[0], (start, before), None, c[2]])
    parts[-1].kind = name
    return parts


def quoted(c: list[Any]) -> ast.Expression:
    return template(c[1], False, "quoted", c[0], c[2])


def heredoc(c: list[Any]) -> ast.Expression:
    start, dedent = c[0]
    return template(c[1], dedent, "heredoc", start, c[2])


def template(parts: list[Any], dedent: bool, style: str, start: int, end: int) -> ast.Expression:
    problems: list[Any] = []
    node = string_values.template(parts, dedent, style, start, end, end, problems)
    if problems:
        raise Declined
    return node


# By the rule names of the grammar.
BUILD: Final[dict[str, Callable[[list[Any]], Any]]] = {
    "empty": empty,
    "append": append,
    "extend": extend,
    "first": first,
    "attribute": attribute,
    "attribute_plain": attribute_plain,
    "block": block,
    "block_head": block_head,
    "block_empty": block_empty,
    "block_line": block_line,
    "block_line_plain": block_line_plain,
    "chain": chain,
    "chain_more": chain_more,
    "operation": operation,
    "conditional": conditional,
    "conditional_operation": conditional_operation,
    "minus": minus,
    "negation": negation,
    "parens": parens,
    "call": call,
    "call_empty": call_empty,
    "call_expand": call_expand,
    "tuple_empty": tuple_empty,
    "tuple": tuple_,
    "one": one,
    "more": more,
    "object_empty": object_empty,
    "object": object_,
    "pair": pair,
    "pair_more": pair_more,
    "for_tuple": for_tuple,
    "for_object": for_object,
    "step": step,
    "step_number": step_number,
    "splat": splat,
    "splat_full": splat_full,
    "index": indexed,
    "text": text,
    "value": value,
    "if_directive": if_directive,
    "for_directive": for_directive,
    "word": word,
    "quoted": quoted,
    "heredoc": heredoc,
}
