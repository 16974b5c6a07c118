"""What `${…}` in a constraint, an affinity, a spread or a host network means on a node."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from nomadspec.cluster.state import Node

_PLAIN: dict[str, Callable[[Node], str]] = {
    "${node.unique.id}": lambda node: node.id,
    "${node.datacenter}": lambda node: node.datacenter,
    "${node.unique.name}": lambda node: node.name,
    "${node.class}": lambda node: node.node_class,
    "${node.pool}": lambda node: node.pool,
}


def resolve(target: str, node: Node) -> tuple[str, bool]:
    """The value of a target on a node, and whether it has one. Text that does not begin with `${` is itself."""
    if not target.startswith("${"):
        return target, True
    plain = _PLAIN.get(target)
    if plain is not None:
        return plain(node), True
    if target.startswith("${attr."):
        value = node.attributes.get(_key(target, "${attr."))
    elif target.startswith("${meta."):
        value = node.meta.get(_key(target, "${meta."))
    else:
        return "", False
    return ("", False) if value is None else (value, True)


def _key(target: str, prefix: str) -> str:
    return target[len(prefix) :].removesuffix("}")


def names_unique(target: str) -> bool:
    """Whether the target can differ between nodes of one computed class."""
    return target.startswith(("${unique.", "${node.unique.", "${attr.unique.", "${meta.unique."))
