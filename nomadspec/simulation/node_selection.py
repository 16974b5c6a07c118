"""Selects nodes by name, id or id prefix, or by a value.

chosen(state, ["n01", "meta.rack=r2"]) -> [Node, …]          NodeError where a name means nothing, or more than one node
values_of(state, "meta.rack") -> {"r1": ["id", …], …}        the nodes by a key's value; `node` is each by itself
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nomadspec.source.closest import closest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nomadspec.cluster.objects import Node
    from nomadspec.cluster.state import ClusterState

#: What nodes are chosen by, besides `meta.KEY` and `attr.KEY`.
KEYS: Final[dict[str, Callable[[Node], str]]] = {
    "class": lambda node: node.node_class,
    "pool": lambda node: node.pool,
    "dc": lambda node: node.datacenter,
}
#: Each node by itself.
NODE: Final = "node"


class NodeError(ValueError):
    """The message names the selector that matches no node, or too many."""


def key_of(key: str) -> Callable[[Node], str | None]:
    """The function that reads a key from a node. Raises `NodeError` for an unknown key."""
    if key in KEYS:
        return KEYS[key]
    kind, _, name = key.partition(".")
    if kind == "meta" and name:
        return lambda node: node.meta.get(name)
    if kind == "attr" and name:
        return lambda node: node.attributes.get(name)
    raise NodeError(f"nodes can be selected by {', '.join(KEYS)}, meta.KEY or attr.KEY, not by {key!r}")


def values_of(state: ClusterState, key: str) -> dict[str, list[str]]:
    """The ids of the nodes by the key's value, in the order of the values; for `node` by name."""
    read = (lambda node: node.name or node.id) if key == NODE else key_of(key)
    found: dict[str, list[str]] = {}
    for node in state.nodes.values():
        value = read(node)
        if value is not None:
            found.setdefault(value, []).append(node.id)
    return dict(sorted(found.items()))


def chosen(state: ClusterState, names: Iterable[str]) -> list[Node]:
    """The nodes, each once, in the order in which they are named."""
    by_name: dict[str, list[Node]] = {}
    for node in state.nodes.values():
        by_name.setdefault(node.name, []).append(node)
    found: dict[str, Node] = {}
    for name in names:
        for node in _named(state, by_name, name):
            found[node.id] = node
    return list(found.values())


def _named(state: ClusterState, by_name: dict[str, list[Node]], name: str) -> list[Node]:
    if name in state.nodes:
        return [state.nodes[name]]
    nodes = by_name.get(name, [])
    if not nodes and "=" in name:
        key, _, value = name.partition("=")
        read = key_of(key)
        nodes = [node for node in state.nodes.values() if read(node) == value]
        if not nodes:
            values = sorted({str(read(node)) for node in state.nodes.values() if read(node)})
            raise NodeError(f"no node has {key} {value!r}" + (f"; values are {', '.join(values[:10])}" if values else ""))
        return nodes
    if not nodes and name:
        nodes = [node for node in state.nodes.values() if node.id.startswith(name)]
    if len(nodes) > 1:
        raise NodeError(f"{len(nodes)} nodes match {name!r}: {', '.join(sorted(node.id for node in nodes)[:10])}")
    if not nodes:
        near = closest(name, list(by_name))
        raise NodeError(f"the cluster has no node {name!r}" + (f"; did you mean {near!r}?" if near else ""))
    return nodes
