"""What an expression can see: names, functions, the text around it, and how much work it may cause.

A `Scope` is a flat table of names with the `Surroundings` that all scopes of one file share. `for` and `dynamic` make child scopes
with their own names in it. A scope can also explain a value: called with an expression, it gives the trail by which the value of
that expression came there.
"""

from __future__ import annotations

from itertools import islice

from nomadspec.hcl.ast import Node, Traversal
from nomadspec.releases import NEWEST
from nomadspec.source import Span
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Final

    from nomadspec.evaluation.functions.calling import FunctionContext
    from nomadspec.evaluation.values import Value
    from nomadspec.hcl.ast import Block, Expression
    from nomadspec.releases import Release
    from nomadspec.source import Source

    Trail = tuple[tuple[str, Span | None], ...]

#: Units of work that the evaluation of one file may take: about one for each element made or gone over.
WORK: Final = 1_500_000
#: Names that wrong names of one file are compared with.
COMPARISONS: Final = 100_000
#: Steps of a trail.
TRAIL: Final = 16


class WorkLimit(Exception):
    """The evaluation of a file would take more work than is allowed. Caught where evaluation is entered."""


class Step(Record):
    """How a name got its value: `text` says it, `span` is the place; `expr` is what was evaluated there, where that can be gone into."""

    text: str
    span: Span | None
    expr: Expression | None = None


class Surroundings:
    """What all scopes of one file share.

    `release` is the one whose language it is. `functions` None means that no functions may be called; `runtime_references` that a root nobody knows stands for its own text
    (with `json_text`, counted in the way it is in JSON files). `steps` tells of ("var", name) and ("local", name) how they were set.
    """

    __slots__ = ("_comparisons", "_references", "functions", "release", "runtime_references", "source", "steps", "work")

    def __init__(self, source: Source, functions: FunctionContext | None, *, runtime_references: bool = True, release: Release = NEWEST) -> None:
        self.source: Final = source
        self.functions: Final = functions
        self.release: Final = release if functions is None else functions.release
        self.runtime_references: Final = runtime_references
        self.steps: dict[tuple[str, str], tuple[Step, ...]] = {}
        self.work = WORK
        self._comparisons = COMPARISONS
        self._references: dict[int, tuple[Expression, tuple[Traversal, ...]]] = {}

    def may_suggest(self, names: int) -> bool:
        """Whether a name may still be compared with so many others, for "did you mean": a file of thousands of wrong names is told without."""
        self._comparisons -= names
        return self._comparisons >= 0

    def first_references(self, expression: Expression) -> tuple[Traversal, ...]:
        """The references of an expression, as many as a trail can need. Found once: each block that a long list makes has the list in its trail."""
        kept = self._references.get(id(expression))
        if kept is None:
            kept = self._references[id(expression)] = (expression, tuple(islice(references(expression), 4 * TRAIL)))
        return kept[1]

    def charge(self, units: int) -> None:
        """Uses up work. Raises WorkLimit."""
        self.work -= units
        if self.work < 0:
            raise WorkLimit


class Scope(Record):
    """The names an expression can see; None means that none may be used at all."""

    surroundings: Surroundings
    names: dict[str, Value] | None
    iterators: dict[str, Block] | None = None

    def child(self, names: dict[str, Any]) -> Scope:
        """This scope with further names, which win."""
        return Scope(self.surroundings, {**self.names, **names} if self.names else names, self.iterators)

    def with_iterator(self, name: str, key: Value, value: Value, block: Block) -> Scope:
        """The scope of one turn of a `dynamic` block."""
        names = dict(self.names or ())
        names[name] = {"key": key, "value": value}
        return Scope(self.surroundings, names, {**(self.iterators or {}), name: block})

    def __call__(self, expr: Expression) -> Trail:
        """The steps by which the value of `expr` came there, nearest first: ("set by variable `port`", place)."""
        found: dict[tuple[str, int], tuple[str, Span | None]] = {}
        waiting: list[tuple[Expression, int]] = [(expr, 0)]
        while waiting and len(found) < TRAIL:
            expression, depth = waiting.pop(0)
            for reference in self.surroundings.first_references(expression):
                for step in self._steps(reference):
                    key = (step.text, -1 if step.span is None else step.span.start_offset)
                    if key not in found:
                        found[key] = (step.text, step.span)
                        if step.expr is not None and depth < 8:
                            waiting.append((step.expr, depth + 1))
        return tuple(found.values())

    def _steps(self, reference: Traversal) -> tuple[Step, ...]:
        root = reference.root
        if self.iterators and root in self.iterators:
            block = self.iterators[root]
            each = next((item.expr for item in block.body.attributes if item.name == "for_each"), None)
            return (Step(f"made by the dynamic block `{root}`", Span(self.surroundings.source, block.start, block.header_end), each),)
        if reference.steps:
            first = reference.steps[0]
            name = getattr(first, "name", None)
            if name is not None:
                return self.surroundings.steps.get((root, name), ())
        return ()


def references(node: Node) -> Iterator[Traversal]:
    """Every reference inside an expression, in the order written."""
    waiting: list[Node] = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Traversal):
            yield current
            continue
        children: list[Node] = []
        for name in current.__slots__:
            value = getattr(current, name)
            if isinstance(value, Node):
                children.append(value)
            elif isinstance(value, list):
                children.extend([item for item in value if isinstance(item, Node)])
        children.sort(key=_start_of)
        waiting.extend(reversed(children))


def _start_of(node: Node) -> int:
    return node.start
