"""What a selection answers: an option that can be taken, or the bare verdict on one node."""

from __future__ import annotations

from nomadspec.source.record import Record, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.cluster.objects import Node
    from nomadspec.cluster.resources import AllocatedResources
    from nomadspec.cluster.state import Allocation
    from nomadspec.scheduler.metric import AllocMetric


class Option(Record):
    """A node that can take the allocation."""

    node: Node
    score: float
    resources: AllocatedResources
    """What the allocation would hold. Dynamic ports have a value that is free; Nomad draws another one."""
    preempted: tuple[Allocation, ...]
    metric: AllocMetric


class NodeVerdict(Record):
    """The bare answer of one node, feasible, filtered or exhausted: `word` is Nomad's reason or dimension; `count` of the `scores` make up `score`."""

    verdict: str
    word: str = ""
    scores: dict[str, float] = field(default_factory=dict)
    score: float = 0.0
    count: int = 0
    preempted: tuple[Any, ...] = ()
