"""The parsed form of a template. Every node has the `offset` of its first character and its `line`."""

from __future__ import annotations

from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    pass


class Node(Record):
    offset: int
    line: int


# --- what stands in a pipeline


class Literal(Node):
    """A string, number, bool or nil. `value` is a str, int, float, complex, bool or None."""

    value: str | int | float | complex | bool | None


class Dot(Node):
    """The cursor, `.`."""


class Field(Node):
    """`.a.b`: names below the cursor."""

    names: tuple[str, ...]


class Variable(Node):
    """`$x.a.b`: the variable with its dollar, and names below it."""

    name: str
    names: tuple[str, ...] = ()


class Function(Node):
    """The name of a function. Called with the rest of its command as arguments when it comes first, without any elsewhere."""

    name: str


class Chain(Node):
    """Names below something else: `(pipeline).a.b`, `function.a`."""

    term: Node
    names: tuple[str, ...]


class Command(Node):
    """Operands side by side: the first is called with the others."""

    operands: tuple[Node, ...]


class Pipeline(Node):
    """Commands joined by `|`, each given the result of the one before as its last argument. `variables` are declared or assigned."""

    variables: tuple[Variable, ...]
    assigns: bool
    commands: tuple[Command, ...]


# --- what stands in a body


class Text(Node):
    text: str


class Action(Node):
    """A pipeline whose result is written."""

    pipeline: Pipeline


class Control(Node):
    """`if`, `with` or `range` (`keyword`). `{{ else if … }}` is another Control alone in `otherwise`; None where there is no else."""

    keyword: str
    pipeline: Pipeline
    body: tuple[Node, ...]
    otherwise: tuple[Node, ...] | None


class Jump(Node):
    """`break` or `continue`."""

    keyword: str


class Invocation(Node):
    """`{{ template "name" pipeline }}`; a `block` is one too, with its definition aside."""

    name: str
    pipeline: Pipeline | None


class Template(Record):
    """A parsed template: its body and what it defines, name → body, in order of their ends; the `functions` that it names, and whether it gives a variable another
    value (`assigns`)."""

    body: tuple[Node, ...]
    definitions: dict[str, tuple[Node, ...]]
    functions: frozenset[str]
    assigns: bool


#: Nodes with none inside.
LEAVES = frozenset((Text, Literal, Dot, Field, Variable, Function, Jump))


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside, in order of the text."""
    if type(node) in LEAVES:
        return ()
    if isinstance(node, Action):
        return (node.pipeline,)
    if isinstance(node, Pipeline):
        return node.commands
    if isinstance(node, Command):
        return node.operands
    if isinstance(node, Control):
        return (node.pipeline, *node.body, *(node.otherwise or ()))
    if isinstance(node, Chain):
        return (node.term,)
    if isinstance(node, Invocation) and node.pipeline is not None:
        return (node.pipeline,)
    return ()
