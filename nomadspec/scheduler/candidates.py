"""Candidates: the nodes that a job's pool and datacenters leave."""

from __future__ import annotations

from nomadspec.cluster.state import NODES
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nomadspec._generated.job_model import Job
    from nomadspec.cluster.objects import Node
    from nomadspec.cluster.state import ClusterState

#: The pool that means every node.
ALL_POOLS = "all"


class Candidates(Record):
    """The nodes that a job's pool and datacenters leave: `nodes` are ready, `not_ready` are the others of the pool in any datacenter."""

    nodes: Sequence[Node]
    not_ready: Sequence[Node]
    available: Mapping[str, int]
    """Ready nodes per datacenter (NodesAvailable)."""


def in_pool(node: Node, job: Job) -> bool:
    """Whether the node is in the job's pool."""
    pool = job.node_pool or "default"
    return pool in (ALL_POOLS, node.pool)


def datacenter_matcher(job: Job) -> Callable[[str], bool]:
    """Whether a datacenter is one of the job's; `*` stands for any text."""
    plain = {dc for dc in job.datacenters or () if "*" not in dc}
    patterns = [dc.split("*") for dc in job.datacenters or () if "*" in dc]

    def matches(datacenter: str) -> bool:
        return datacenter in plain or any(_glob(parts, datacenter) for parts in patterns)

    return matches


def _glob(parts: list[str], text: str) -> bool:
    """Whether `text` is the parts in order with anything between them."""
    first, *middle, last = parts
    if len(text) < len(first) + len(last) or not text.startswith(first) or not text.endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for part in middle:
        at = text.find(part, at, end)
        if at < 0:
            return False
        at += len(part)
    return True


def in_datacenters_and_pool(node: Node, job: Job) -> bool:
    """Whether the node is in one of the job's datacenters and in its pool."""
    return in_pool(node, job) and datacenter_matcher(job)(node.datacenter)


def candidates(state: ClusterState, job: Job) -> Candidates:
    """Ready nodes of the job's pool whose datacenter matches, by id."""
    known: dict[tuple[str, tuple[str, ...]], Candidates] = state.derived("scheduler.candidates", dict, of=NODES)
    key = (job.node_pool or "default", tuple(job.datacenters or ()))
    if key not in known:
        known[key] = _candidates(state, job)
    return known[key]


def _candidates(state: ClusterState, job: Job) -> Candidates:
    matches = datacenter_matcher(job)
    known: dict[str, bool] = {}
    ready: list[Node] = []
    not_ready: list[Node] = []
    available: dict[str, int] = {}
    everywhere, pool = (job.node_pool or "default") == ALL_POOLS, job.node_pool or "default"
    for node in state.derived("scheduler.nodes_by_id", lambda: sorted(state.nodes.values(), key=lambda n: n.id), of=NODES):
        if not everywhere and node.pool != pool:
            continue
        if not node.ready:
            not_ready.append(node)
            continue
        datacenter = node.datacenter
        found = known.get(datacenter)
        if found is None:
            found = known[datacenter] = matches(datacenter)
        if found:
            ready.append(node)
            available[datacenter] = available.get(datacenter, 0) + 1
    return Candidates(ready, not_ready, available)
