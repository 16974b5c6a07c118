"""Where the nodes of a template are in its text."""

from __future__ import annotations

from nomadspec.notation.template.nodes import Chain, Field, Function, Pipeline, Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.notation.template.nodes import Node


def extent(node: Node) -> tuple[int, int]:
    """First and last character of a node; equal where it is one word whose end the text must tell."""
    if isinstance(node, Pipeline):
        first = node.commands[0].operands[0]
        start = extent(first)[0]
        last = node.commands[-1].operands[-1]
        return start, extent(last)[1]
    if isinstance(node, Chain):
        return extent(node.term)[0], node.offset + sum(len(name) + 1 for name in node.names)
    if isinstance(node, Field):
        return node.offset, node.offset + sum(len(name) + 1 for name in node.names)
    if isinstance(node, Variable):
        return node.offset, node.offset + len(node.name) + sum(len(name) + 1 for name in node.names)
    if isinstance(node, Function):
        return node.offset, node.offset + len(node.name)
    return node.offset, node.offset
