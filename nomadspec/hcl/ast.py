"""The typed syntax tree of HCL's native syntax.

Plain slotted classes, immutable to the type checker, built by hand: nothing here costs at import. Every node has `start` and
`end`, character offsets into the text that was parsed (half-open); `File.span(node)` makes a place of them. The tree says what
was written, not what it means: numbers keep their text, references stay references. Values (strings' escapes, heredoc indent,
`~` trimming) are resolved, since those are matters of syntax.

    File ── Body ── Attribute(name, expr)
                 └─ Block(type, labels, Body)
    Expression: Literal · Template · TemplateWrap · Traversal · RelativeTraversal · Index · Splat · Call · Conditional · Binary
                Unary · Tuple · Object · For · Parens
    Template parts: Text · any Expression (an interpolation) · IfDirective · ForDirective
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Final

    from nomadspec.source import Diagnostic, Source, Span


class Node:
    """Anything with a place."""

    __slots__ = ("end", "start")

    start: int
    end: int


class Expression(Node):
    """Anything that has a value."""

    __slots__ = ()


class Literal(Expression):
    """A number, string, bool or null that needs no evaluation.

    `kind` is "number" (then `value` is its source text), "string" (a quoted string or heredoc without interpolation; the value
    after escapes, indent and NFC), "bool" or "null". `quoted` tells a quoted string, `heredoc` a heredoc.
    """

    __slots__ = ("kind", "style", "value")

    def __init__(self, kind: str, value: str | bool | None, style: str, start: int, end: int) -> None:
        self.kind: Final = kind
        self.value: Final = value
        self.style: Final = style  # "" for number, bool, null; "quoted" or "heredoc" for strings
        self.start = start
        self.end = end


class Damaged(Expression):
    """An expression that could not be read. `problems`: what is reported where its value is asked for; nothing where that has been done already."""

    __slots__ = ("problems",)

    def __init__(self, problems: tuple[Diagnostic, ...], start: int, end: int) -> None:
        self.problems: Final = problems
        self.start = start
        self.end = end


class Text(Node):
    """A literal piece of a template, after escapes, indent and trimming."""

    __slots__ = ("value",)

    def __init__(self, value: str, start: int, end: int) -> None:
        self.value: Final = value
        self.start = start
        self.end = end


class Template(Expression):
    """A string or heredoc with at least one interpolation or directive (and not only one `${…}`). `style`: "quoted" or "heredoc"."""

    __slots__ = ("parts", "style")

    def __init__(self, parts: list[Node], style: str, start: int, end: int) -> None:
        self.parts: Final = parts
        self.style: Final = style
        self.start = start
        self.end = end


class TemplateWrap(Expression):
    """`"${expr}"` and nothing else: has the type of `expr`."""

    __slots__ = ("expr", "style")

    def __init__(self, expr: Expression, style: str, start: int, end: int) -> None:
        self.expr: Final = expr
        self.style: Final = style
        self.start = start
        self.end = end


class IfDirective(Node):
    """`%{ if c } … %{ else } … %{ endif }`; `otherwise` is None without an else."""

    __slots__ = ("condition", "otherwise", "then")

    def __init__(self, condition: Expression, then: list[Node], otherwise: list[Node] | None, start: int, end: int) -> None:
        self.condition: Final = condition
        self.then: Final = then
        self.otherwise: Final = otherwise
        self.start = start
        self.end = end


class ForDirective(Node):
    """`%{ for k, v in x } … %{ endfor }`."""

    __slots__ = ("body", "collection", "key", "value")

    def __init__(self, key: str | None, value: str, collection: Expression, body: list[Node], start: int, end: int) -> None:
        self.key: Final = key
        self.value: Final = value
        self.collection: Final = collection
        self.body: Final = body
        self.start = start
        self.end = end


class GetAttr(Node):
    """`.name` of a traversal."""

    __slots__ = ("name",)

    def __init__(self, name: str, start: int, end: int) -> None:
        self.name: Final = name
        self.start = start
        self.end = end


class GetIndex(Node):
    """`[0]`, `["key"]`, `[true]`, `[null]` or the older `.0`: `key` is the literal's value, for a number an int, or the literal where it is
    not written in digits alone."""

    __slots__ = ("key",)

    def __init__(self, key: str | int | Literal | None, start: int, end: int) -> None:
        self.key: Final = key
        self.start = start
        self.end = end


Step = GetAttr | GetIndex


class Traversal(Expression):
    """A reference: a root name and literal steps from it (`attr.cpu.arch`, `var.list[0]`, a bare word)."""

    __slots__ = ("root", "root_end", "steps")

    def __init__(self, root: str, root_end: int, steps: list[GetAttr | GetIndex], start: int, end: int) -> None:
        self.root: Final = root
        self.root_end: Final = root_end
        self.steps: Final = steps
        self.start = start
        self.end = end


class RelativeTraversal(Expression):
    """Literal steps applied to any expression but a bare reference: `f(x).name`, `(x)[0]`."""

    __slots__ = ("source", "steps")

    def __init__(self, source: Expression, steps: list[GetAttr | GetIndex], start: int, end: int) -> None:
        self.source: Final = source
        self.steps: Final = steps
        self.start = start
        self.end = end


class Index(Expression):
    """`collection[key]` where the key is computed. `bracket` is the offset of `[`."""

    __slots__ = ("bracket", "collection", "key")

    def __init__(self, collection: Expression, key: Expression, bracket: int, start: int, end: int) -> None:
        self.collection: Final = collection
        self.key: Final = key
        self.bracket: Final = bracket
        self.start = start
        self.end = end


class Splat(Expression):
    """`source[*]…` (`full`) or `source.*…`: `each` is applied to every element, an expression over `SplatItem`."""

    __slots__ = ("each", "full", "item", "marker", "source")

    def __init__(self, source: Expression, item: SplatItem, each: Expression, full: bool, marker: int, start: int, end: int) -> None:
        self.source: Final = source
        self.item: Final = item
        self.each: Final = each
        self.full: Final = full
        self.marker: Final = marker
        self.start = start
        self.end = end


class SplatItem(Expression):
    """Stands for the current element inside the `each` of a splat."""

    __slots__ = ()

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end


class Call(Expression):
    """`name(args)`; `expand` when the last argument is followed by `…`. `name` may hold `::`."""

    __slots__ = ("args", "close", "expand", "name", "name_end", "open")

    def __init__(self, name: str, args: list[Expression], expand: bool, name_end: int, open: int, close: int, start: int, end: int) -> None:
        self.name: Final = name
        self.args: Final = args
        self.expand: Final = expand
        self.name_end: Final = name_end
        self.open: Final = open  # offset of "("
        self.close: Final = close  # offset of ")"
        self.start = start
        self.end = end


class Conditional(Expression):
    __slots__ = ("condition", "otherwise", "then")

    def __init__(self, condition: Expression, then: Expression, otherwise: Expression, start: int, end: int) -> None:
        self.condition: Final = condition
        self.then: Final = then
        self.otherwise: Final = otherwise
        self.start = start
        self.end = end


class Binary(Expression):
    """`left op right`; `op` is its text."""

    __slots__ = ("left", "op", "right")

    def __init__(self, op: str, left: Expression, right: Expression, start: int, end: int) -> None:
        self.op: Final = op
        self.left: Final = left
        self.right: Final = right
        self.start = start
        self.end = end


class Unary(Expression):
    """`-x` or `!x`."""

    __slots__ = ("op", "operand")

    def __init__(self, op: str, operand: Expression, start: int, end: int) -> None:
        self.op: Final = op
        self.operand: Final = operand
        self.start = start
        self.end = end


class Tuple(Expression):
    __slots__ = ("items",)

    def __init__(self, items: list[Expression], start: int, end: int) -> None:
        self.items: Final = items
        self.start = start
        self.end = end


class ObjectItem(Node):
    """`key = value` or `key : value` of an object. A bare word as key is a `Literal` string of style "bare"."""

    __slots__ = ("key", "value")

    def __init__(self, key: Expression, value: Expression, start: int, end: int) -> None:
        self.key: Final = key
        self.value: Final = value
        self.start = start
        self.end = end


class Object(Expression):
    __slots__ = ("items",)

    def __init__(self, items: list[ObjectItem], start: int, end: int) -> None:
        self.items: Final = items
        self.start = start
        self.end = end


class For(Expression):
    """`[for k, v in c : value if cond]` (`result_key` None) or `{for … : key => value… if cond}` (`group` for `…`)."""

    __slots__ = ("collection", "condition", "group", "key", "result", "result_key", "value")

    def __init__(
        self,
        key: str | None,
        value: str,
        collection: Expression,
        result_key: Expression | None,
        result: Expression,
        group: bool,
        condition: Expression | None,
        start: int,
        end: int,
    ) -> None:
        self.key: Final = key
        self.value: Final = value
        self.collection: Final = collection
        self.result_key: Final = result_key
        self.result: Final = result
        self.group: Final = group
        self.condition: Final = condition
        self.start = start
        self.end = end


class Parens(Expression):
    __slots__ = ("expr",)

    def __init__(self, expr: Expression, start: int, end: int) -> None:
        self.expr: Final = expr
        self.start = start
        self.end = end


class Attribute(Node):
    """`name = expr` of a body; starts at the name."""

    __slots__ = ("expr", "name", "name_end")

    def __init__(self, name: str, expr: Expression, start: int, name_end: int, end: int) -> None:
        self.name: Final = name
        self.expr: Final = expr
        self.name_end: Final = name_end
        self.start = start
        self.end = end


class Label(Node):
    """A label of a block, bare or quoted (`value` after escapes)."""

    __slots__ = ("quoted", "value")

    def __init__(self, value: str, quoted: bool, start: int, end: int) -> None:
        self.value: Final = value
        self.quoted: Final = quoted
        self.start = start
        self.end = end


class Block(Node):
    """`type "label" { body }`; starts at the type word. `open` and `close` are the offsets of the braces."""

    __slots__ = ("body", "close", "labels", "open", "type", "type_end")

    def __init__(self, type: str, labels: list[Label], body: Body, start: int, type_end: int, open: int, close: int, end: int) -> None:
        self.type: Final = type
        self.labels: Final = labels
        self.body: Final = body
        self.type_end: Final = type_end
        self.open: Final = open
        self.close: Final = close
        self.start = start
        self.end = end

    @property
    def header_end(self) -> int:
        """Behind the type word and the last label: what Nomad shows as the block's definition range."""
        return self.labels[-1].end if self.labels else self.type_end


class Body(Node):
    """The items of a file or block in the order they were written."""

    __slots__ = ("items",)

    def __init__(self, items: list[Attribute | Block], start: int, end: int) -> None:
        self.items: Final = items
        self.start = start
        self.end = end

    @property
    def attributes(self) -> list[Attribute]:
        return [item for item in self.items if isinstance(item, Attribute)]

    @property
    def blocks(self) -> list[Block]:
        return [item for item in self.items if isinstance(item, Block)]


class DamagedBody(Body):
    """A body in which something could not be read. `lost`: the words with which that begins, "" for something of which that cannot be told."""

    __slots__ = ("lost",)

    def __init__(self, items: list[Attribute | Block], start: int, end: int, lost: Collection[str]) -> None:
        super().__init__(items, start, end)
        self.lost: Final = lost


class File:
    """A parsed text: its body (whatever could be read), and what was wrong with it. `rest`: of a text with errors, what is right of it, where the errors
    leave no doubt about which blocks the rest is in."""

    __slots__ = ("body", "diagnostics", "rest", "source")

    def __init__(self, source: Source, body: Body, diagnostics: tuple[Diagnostic, ...], rest: Body | None = None) -> None:
        self.source: Final = source
        self.rest: Final = rest
        self.body: Final = body
        self.diagnostics: Final = diagnostics

    @property
    def ok(self) -> bool:
        return not any(d.severity == "error" for d in self.diagnostics)

    def span(self, node: Node) -> Span:
        return self.source.span(node.start, node.end)
