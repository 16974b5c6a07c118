"""The parsed form of a template. Every node has the `offset` of its first character and its `line`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


class Node:
    __slots__ = ("line", "offset")

    def __init__(self, offset: int, line: int) -> None:
        self.offset: Final = offset
        self.line: Final = line


# --- what stands in a pipeline


class Literal(Node):
    """A string, number, bool or nil. `value` is a str, int, float, complex, bool or None."""

    __slots__ = ("value",)

    def __init__(self, offset: int, line: int, value: str | int | float | complex | bool | None) -> None:
        super().__init__(offset, line)
        self.value: Final = value


class Dot(Node):
    """The cursor, `.`."""

    __slots__ = ()


class Field(Node):
    """`.a.b`: names below the cursor."""

    __slots__ = ("names",)

    def __init__(self, offset: int, line: int, names: tuple[str, ...]) -> None:
        super().__init__(offset, line)
        self.names: Final = names


class Variable(Node):
    """`$x.a.b`: the variable with its dollar, and names below it."""

    __slots__ = ("name", "names")

    def __init__(self, offset: int, line: int, name: str, names: tuple[str, ...] = ()) -> None:
        super().__init__(offset, line)
        self.name: Final = name
        self.names: Final = names


class Function(Node):
    """The name of a function. Called with the rest of its command as arguments when it comes first, without any elsewhere."""

    __slots__ = ("name",)

    def __init__(self, offset: int, line: int, name: str) -> None:
        super().__init__(offset, line)
        self.name: Final = name


class Chain(Node):
    """Names below something else: `(pipeline).a.b`, `function.a`."""

    __slots__ = ("names", "term")

    def __init__(self, offset: int, line: int, term: Node, names: tuple[str, ...]) -> None:
        super().__init__(offset, line)
        self.term: Final = term
        self.names: Final = names


class Command(Node):
    """Operands side by side: the first is called with the others."""

    __slots__ = ("operands",)

    def __init__(self, offset: int, line: int, operands: tuple[Node, ...]) -> None:
        super().__init__(offset, line)
        self.operands: Final = operands


class Pipeline(Node):
    """Commands joined by `|`, each given the result of the one before as its last argument. `variables` are declared or assigned."""

    __slots__ = ("assigns", "commands", "variables")

    def __init__(self, offset: int, line: int, variables: tuple[Variable, ...], assigns: bool, commands: tuple[Command, ...]) -> None:
        super().__init__(offset, line)
        self.variables: Final = variables
        self.assigns: Final = assigns
        self.commands: Final = commands


# --- what stands in a body


class Text(Node):
    __slots__ = ("text",)

    def __init__(self, offset: int, line: int, text: str) -> None:
        super().__init__(offset, line)
        self.text: Final = text


class Action(Node):
    """A pipeline whose result is written."""

    __slots__ = ("pipeline",)

    def __init__(self, offset: int, line: int, pipeline: Pipeline) -> None:
        super().__init__(offset, line)
        self.pipeline: Final = pipeline


class Control(Node):
    """`if`, `with` or `range` (`keyword`). `{{ else if … }}` is another Control alone in `otherwise`; None where there is no else."""

    __slots__ = ("body", "keyword", "otherwise", "pipeline")

    def __init__(self, offset: int, line: int, keyword: str, pipeline: Pipeline, body: tuple[Node, ...], otherwise: tuple[Node, ...] | None) -> None:
        super().__init__(offset, line)
        self.keyword: Final = keyword
        self.pipeline: Final = pipeline
        self.body: Final = body
        self.otherwise: Final = otherwise


class Jump(Node):
    """`break` or `continue`."""

    __slots__ = ("keyword",)

    def __init__(self, offset: int, line: int, keyword: str) -> None:
        super().__init__(offset, line)
        self.keyword: Final = keyword


class Invocation(Node):
    """`{{ template "name" pipeline }}`; a `block` is one too, with its definition aside."""

    __slots__ = ("name", "pipeline")

    def __init__(self, offset: int, line: int, name: str, pipeline: Pipeline | None) -> None:
        super().__init__(offset, line)
        self.name: Final = name
        self.pipeline: Final = pipeline


class Template:
    """A parsed template: its body and what it defines, name → body, in order of their ends."""

    __slots__ = ("body", "definitions")

    def __init__(self, body: tuple[Node, ...], definitions: dict[str, tuple[Node, ...]]) -> None:
        self.body: Final = body
        self.definitions: Final = definitions


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside, in order of the text."""
    if isinstance(node, Control):
        return (node.pipeline, *node.body, *(node.otherwise or ()))
    if isinstance(node, Pipeline):
        return node.commands
    if isinstance(node, Command):
        return node.operands
    if isinstance(node, Chain):
        return (node.term,)
    if isinstance(node, Action):
        return (node.pipeline,)
    if isinstance(node, Invocation) and node.pipeline is not None:
        return (node.pipeline,)
    return ()
