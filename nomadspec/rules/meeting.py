"""Which jobs of a repository can meet: in one catalogue of services, or on one node. What is not known of a job keeps it apart from others."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.rules.facts import Facts


def same_place(a: Facts, b: Facts) -> bool:
    """Whether both jobs run in one region and namespace."""
    return all(name in a and name in b and a[name] == b[name] for name in ("region", "namespace"))


def can_meet(a: Facts, b: Facts) -> bool:
    """Whether some node could run both jobs, as far as region, node pool and datacenters say."""
    if not all(name in facts for facts in (a, b) for name in ("region", "node_pool", "datacenters")) or a["region"] != b["region"]:
        return False
    if a["node_pool"] != b["node_pool"] and "all" not in (a["node_pool"], b["node_pool"]):
        return False
    return any(_overlap(x, y) for x in a["datacenters"] for y in b["datacenters"])


def _overlap(a: str, b: str) -> bool:
    """Whether a datacenter can have both names, `*` standing for any text; two patterns are judged by what stands before and behind their stars."""
    if "*" not in a and "*" not in b:
        return a == b
    first, second = (a, b) if "*" in a else (b, a)
    head, tail = first.partition("*")[0], first.rpartition("*")[2]
    if "*" not in second:
        return len(second) >= len(head) + len(tail) and second.startswith(head) and second.endswith(tail)
    other_head, other_tail = second.partition("*")[0], second.rpartition("*")[2]
    return (head.startswith(other_head) or other_head.startswith(head)) and (tail.endswith(other_tail) or other_tail.endswith(tail))
