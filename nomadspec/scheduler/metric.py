"""AllocMetric: what one selection saw on its way to a node, or to none.

The counters are Nomad's own, so that a plan's `FailedTGAllocs` and each placement's metrics read the same. `to_dict` leaves out what the
API would print as null.
"""

from __future__ import annotations

from functools import cache
from math import inf

from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from nomadspec._generated.job_model import TaskGroup
    from nomadspec.cluster.objects import Node

    #: (score, node id, names of the terms, their values): plain tuples, of which a plan keeps thousands.
    Scored = tuple[float, str, tuple[str, ...], tuple[float, ...]]

#: How many of the best options are recorded.
TOP_SCORES = 5


class NodeScore(Record):
    """One option's terms, and their mean."""

    node_id: str
    scores: dict[str, float]
    norm: float

    def to_dict(self) -> dict[str, Any]:
        """The API's object."""
        return {"NodeID": self.node_id, "NormScore": self.norm, "Scores": self.scores}


class AllocMetric:
    """Counters of one selection."""

    __slots__ = (
        "_failed", "_scored", "class_exhausted", "class_filtered", "coalesced_failures", "constraint_filtered", "dimension_exhausted", "node_pool", "nodes_available",
        "nodes_evaluated", "nodes_exhausted", "nodes_filtered", "nodes_in_pool",
    )  # fmt: skip

    def __init__(self, nodes_available: Mapping[str, int] | None = None, nodes_in_pool: int = 0, node_pool: str = "") -> None:
        self.nodes_evaluated = 0
        self.nodes_filtered = 0
        self.nodes_exhausted = 0
        self.coalesced_failures = 0
        self.node_pool = node_pool
        self.nodes_in_pool = nodes_in_pool
        self.nodes_available = nodes_available
        self.class_filtered: dict[str, int] | None = None
        self.class_exhausted: dict[str, int] | None = None
        self.constraint_filtered: dict[str, int] | None = None
        self.dimension_exhausted: dict[str, int] | None = None
        self._failed: dict[int, list[Any]] = {}
        self._scored: list[Scored] = []

    def filter(self, node: Node, reason: str) -> None:
        """The node cannot run the group."""
        self.nodes_filtered += 1
        if node.node_class:
            self.class_filtered = _add(self.class_filtered, node.node_class)
        if reason:
            self.constraint_filtered = _add(self.constraint_filtered, reason)

    def exhaust(self, node: Node, dimension: str) -> None:
        """The node could run the group, if it were not full."""
        self.nodes_exhausted += 1
        if node.node_class:
            self.class_exhausted = _add(self.class_exhausted, node.node_class)
        if dimension:
            self.dimension_exhausted = _add(self.dimension_exhausted, dimension)

    def score(self, node_id: str, names: tuple[str, ...], values: tuple[float, ...], norm: float) -> None:
        """An option with its terms; only the best few are kept."""
        push_score(self._scored, (norm, node_id, names, values))

    def fail(self, group: TaskGroup) -> None:
        """No node was found for one allocation of `group`. To be called for the first failure of a group and, with `coalesced_failures` raised, for each
        further one, of which there may be thousands."""
        self._failed.setdefault(id(group), [group, 0])[1] += 1

    @property
    def resources_exhausted(self) -> dict[str, dict[str, int]] | None:
        """By task, what the allocations without a node lacked of cpu and memory; None where nothing ran out."""
        if not self._failed or not self.dimension_exhausted:
            return None
        lacks_memory, lacks_cpu = "memory" in self.dimension_exhausted, "cpu" in self.dimension_exhausted
        lacked: dict[str, dict[str, int]] = {}
        for group, times in self._failed.values():
            for task in group.task or ():
                found, resources = lacked.setdefault(task.name, {"CPU": 0, "MemoryMB": 0}), task.resources
                if lacks_memory:
                    found["MemoryMB"] += times * ((resources.memory if resources else 0) or 0)
                if lacks_cpu:
                    found["CPU"] += times * ((resources.cpu if resources else 0) or 0)
        return lacked

    @property
    def least(self) -> float:
        """An option is recorded when its score is above this."""
        return self._scored[0][0] if len(self._scored) == TOP_SCORES else -inf

    @property
    def best(self) -> list[NodeScore]:
        """The best options, best first."""
        heap, popped = list(self._scored), []
        while heap:
            norm, node_id, names, values = _pop(heap)
            popped.append(NodeScore(node_id, dict(zip(names, values, strict=True)), norm))
        return popped[::-1]

    def to_dict(self) -> dict[str, Any]:
        """The API's AllocMetric without its nulls and without the time it took."""
        out: dict[str, Any] = {
            "CoalescedFailures": self.coalesced_failures,
            "NodePool": self.node_pool,
            "NodesEvaluated": self.nodes_evaluated,
            "NodesExhausted": self.nodes_exhausted,
            "NodesFiltered": self.nodes_filtered,
            "NodesInPool": self.nodes_in_pool,
        }
        for name, value in (
            ("NodesAvailable", self.nodes_available),
            ("ClassFiltered", self.class_filtered),
            ("ConstraintFiltered", self.constraint_filtered),
            ("ClassExhausted", self.class_exhausted),
            ("DimensionExhausted", self.dimension_exhausted),
            ("ResourcesExhausted", self.resources_exhausted),
        ):
            if value is not None:
                out[name] = dict(value)
        if self._scored:
            out["ScoreMetaData"] = [score.to_dict() for score in self.best]
        return out


@cache
def term_names(*, devices: bool = False, generic: bool = True, spread: bool = False, preemption: bool = False) -> tuple[str, ...]:
    """The terms of a score in the order in which they are added; `generic` is a service's or batch's."""
    names = ["binpack", *(["devices"] if devices else [])]
    if generic:
        names += ["job-anti-affinity", "node-reschedule-penalty", "node-affinity"]
        names += [name for name, given in (("allocation-spread", spread), ("preemption", preemption)) if given]
    return tuple(names)


def _add(counts: dict[str, int] | None, key: str) -> dict[str, int]:
    if counts is None:
        counts = {}
    counts[key] = counts.get(key, 0) + 1
    return counts


# A binary heap with its least element first, in the order of operations of Go's container/heap: which of several equal scores is kept and in
# which order equal scores come out follows from it.


def push_score(heap: list[Scored], item: Scored) -> None:
    """Adds an option, pushing out the least one when there are more than `TOP_SCORES`."""
    if len(heap) < TOP_SCORES:
        heap.append(item)
        _up(heap, len(heap) - 1)
    elif item[0] > heap[0][0]:
        heap[0] = item
        _down(heap, 0, len(heap))
        _up(heap, len(heap) - 1)


def _pop(heap: list[Scored]) -> Scored:
    last = len(heap) - 1
    heap[0], heap[last] = heap[last], heap[0]
    _down(heap, 0, last)
    return heap.pop()


def _up(heap: list[Scored], j: int) -> None:
    while j > 0:
        i = (j - 1) // 2
        if not heap[j][0] < heap[i][0]:
            return
        heap[i], heap[j] = heap[j], heap[i]
        j = i


def _down(heap: list[Scored], i: int, n: int) -> None:
    while True:
        least = 2 * i + 1
        if least >= n:
            return
        if least + 1 < n and heap[least + 1][0] < heap[least][0]:
            least += 1
        if not heap[least][0] < heap[i][0]:
            return
        heap[i], heap[least] = heap[least], heap[i]
        i = least
