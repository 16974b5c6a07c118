"""Which jobs of a repository can meet on a node, and which names can be one. What is not known of a job keeps it apart from others."""

from __future__ import annotations

from nomadspec.notation.constraint_operators import matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from nomadspec.rules.job_summary import Facts

    Constraints: TypeAlias = Sequence[Sequence[str]]
    """Attribute, operator and value of each."""


def can_meet(a: Facts, b: Facts) -> bool:
    """Whether some node could run both jobs, as far as region, node pool and datacenters say."""
    if not all(name in facts for facts in (a, b) for name in ("region", "node_pool", "datacenters")) or a["region"] != b["region"]:
        return False
    if a["node_pool"] != b["node_pool"] and "all" not in (a["node_pool"], b["node_pool"]):
        return False
    return any(may_be_same(x, y) for x in a["datacenters"] for y in b["datacenters"])


def kept_apart(a: Constraints, b: Constraints) -> bool:
    """Whether no node meets the constraints of both: one demands a value that the other does not take, or that an attribute is set that must not be."""
    return any(_excludes(one, other) or _excludes(other, one) for one in a for other in b if one[0] == other[0] and one[0].startswith("${"))


def _excludes(one: Sequence[str], other: Sequence[str]) -> bool:
    (_, demand, value), (_, operator, operand) = one, other
    if demand == "is_set":
        return operator == "is_not_set"
    return demand in ("=", "==", "is") and "${" not in value + operand and not matches(operator, value, True, operand, True)


def may_be_same(a: str, b: str) -> bool:
    """Whether both can be one name, `*` standing for any text; two patterns are judged by what stands before and behind their stars."""
    if "*" not in a and "*" not in b:
        return a == b
    first, second = (a, b) if "*" in a else (b, a)
    head, tail = first.partition("*")[0], first.rpartition("*")[2]
    if "*" not in second:
        return len(second) >= len(head) + len(tail) and second.startswith(head) and second.endswith(tail)
    other_head, other_tail = second.partition("*")[0], second.rpartition("*")[2]
    return (head.startswith(other_head) or other_head.startswith(head)) and (tail.endswith(other_tail) or other_tail.endswith(tail))
