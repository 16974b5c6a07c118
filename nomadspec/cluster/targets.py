"""What `${…}` in a constraint, an affinity, a spread or a host network means on a node: the whole text is one reference, exactly spelt."""

from __future__ import annotations

from nomadspec.schema.attributes import ATTR_PREFIX, META_PREFIX, TARGET_FIELDS, key_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.cluster.objects import Node


def resolve(target: str, node: Node) -> tuple[str, bool]:
    """The value of a target on a node, and whether it has one. Text that does not begin with `${` is itself."""
    if not target.startswith("${"):
        return target, True
    member = TARGET_FIELDS.get(target)
    if member is not None:
        return node.pool if member == "NodePool" else node.raw.get(member) or "", True
    if target.startswith(ATTR_PREFIX):
        value = node.attributes.get(key_of(target, ATTR_PREFIX))
    elif target.startswith(META_PREFIX):
        value = node.meta.get(key_of(target, META_PREFIX))
    else:
        return "", False
    return ("", False) if value is None else (value, True)


def names_unique(target: str) -> bool:
    """Whether the target can differ between nodes of one computed class."""
    return target.startswith(("${unique.", "${node.unique.", "${attr.unique.", "${meta.unique."))
