"""What a template reads from outside: every call in the text, whether it would be reached or not."""

from __future__ import annotations

from nomadspec.notation.template import nodes
from nomadspec.notation.template.functions import READS
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Argument = str | int | float | complex | bool | None


#: Nodes in which nothing is called: most are.
_SILENT = nodes.LEAVES - {nodes.Function}


class Call(Record):
    """One call of a function. `arguments` are the literal ones, a piped one last; None stands for nil and for what is computed.

    `definition` is the name of the `define` or `block` that holds the call, None for the text itself. `count` is the number of arguments.
    """

    function: str
    arguments: tuple[Argument, ...]
    line: int
    offset: int
    definition: str | None


class Dependency(Record):
    """One read. `key` is the literal that says what is read; None when there is none, or, with `dynamic`, when it is computed."""

    integration: str
    kind: str
    key: str | None
    dynamic: bool
    call: Call


def calls(template: nodes.Template) -> Iterator[Call]:
    """Every call, in the order of the text; the definitions after the text itself."""
    for definition, body in ((None, template.body), *template.definitions.items()):
        # A stack instead of recursion: chains of `else if` nest as deep as they are long.
        waiting: list[nodes.Node | tuple[nodes.Command, nodes.Command | None]] = list(reversed(body))
        while waiting:
            node = waiting.pop()
            if type(node) in _SILENT:
                continue
            if isinstance(node, nodes.Action):
                node = node.pipeline
            if isinstance(node, nodes.Pipeline):
                if len(node.commands) > 1:
                    # Each command with the one whose result it is given.
                    waiting += zip(reversed(node.commands), (*reversed(node.commands[:-1]), None), strict=True)
                    continue
                node = (node.commands[0], None)
            if isinstance(node, tuple):
                command, before = node
                first, *rest = command.operands
                waiting += reversed(rest)
                if isinstance(first, nodes.Function):
                    piped = () if before is None else (_piped(before),)
                    yield Call(first.name, (*map(_literal, rest), *piped), first.line, first.offset, definition)
                else:
                    waiting.append(first)
            elif isinstance(node, nodes.Function):
                yield Call(node.name, (), node.line, node.offset, definition)
            else:
                waiting += reversed(nodes.children(node))


def _literal(node: nodes.Node) -> Argument:
    return node.value if isinstance(node, nodes.Literal) else None


def _piped(command: nodes.Command) -> Argument:
    return _literal(command.operands[0]) if len(command.operands) == 1 else None


def dependencies(template: nodes.Template) -> list[Dependency]:
    """Every read of the template."""
    found: list[Dependency] = []
    if template.functions.isdisjoint(READS):
        return found
    for call in calls(template):
        read = READS.get(call.function)
        if read is None:
            continue
        key: str | None = None
        dynamic = False
        if read.key is not None and len(call.arguments) > max(read.key, 0):
            argument = call.arguments[read.key]
            key = argument if isinstance(argument, str) else None
            dynamic = key is None
        found.append(Dependency(read.integration, read.kind, key, dynamic, call))
    return found


def invocations(template: nodes.Template) -> Iterator[nodes.Invocation]:
    """Every `template` and `block` action."""
    waiting: list[nodes.Node] = [*template.body, *(node for body in template.definitions.values() for node in body)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, nodes.Invocation):
            yield node
        waiting.extend(nodes.children(node))
