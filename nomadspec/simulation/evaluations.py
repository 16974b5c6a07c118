"""The evaluations of a simulation: the queue of those that wait, and the record of those that ran."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from nomadspec.source.record import Record, field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nomadspec.scheduler.metric import AllocMetric

#: The trigger that takes precedence over all others of the same job.
DEREGISTER = "job-deregister"
#: Of a blocked evaluation that is tried again.
WOKEN = "queued-allocs"


class Queue:
    """Waiting evaluations, one per job. The next one has the highest priority, then the first namespace and job id."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, str], str] = {}
        self._heap: list[tuple[int, str, str]] = []

    def add(self, namespace: str, job_id: str, trigger: str, priority: int) -> None:
        """Adds an evaluation of the job; the first trigger of a job is kept."""
        key = (namespace, job_id)
        if key not in self._waiting:
            heapq.heappush(self._heap, (-priority, namespace, job_id))
            self._waiting[key] = trigger
        elif trigger == DEREGISTER:
            self._waiting[key] = trigger

    def next(self) -> tuple[str, str, str]:
        """Removes the next one and returns its (namespace, job id, trigger)."""
        _, namespace, job_id = heapq.heappop(self._heap)
        return namespace, job_id, self._waiting.pop((namespace, job_id))

    def __len__(self) -> int:
        return len(self._heap)


class Delayed(Record, eq=True):
    """An evaluation made for later."""

    trigger: str
    wait_seconds: float


class Evaluation(Record, frozen=False):
    """One evaluation that ran: `k` counts all of the simulation from 1, `round` from 1."""

    k: int
    round: int
    namespace: str
    job_id: str
    type: str
    priority: int
    trigger: str
    id: str
    latest_index: int
    status: str = "complete"
    """Or `failed`, where the servers refused its plans to the end."""
    plans: int = 0
    nodes_rejected: int = 0
    committed: bool = False
    """Whether the servers have taken anything of its plans."""
    failed: Mapping[str, AllocMetric] = field(default_factory=dict)
    """The groups without a place, with what the search saw."""
    delayed: list[Delayed] = field(default_factory=list)
    blocked: bool = False
    certain: bool = True
    """Whether all its placements are the same under every shuffle of the nodes."""

    def to_dict(self) -> dict[str, object]:
        """As JSON; the counts only where a plan was refused."""
        out: dict[str, object] = {
            "k": self.k,
            "round": self.round,
            "namespace": self.namespace,
            "job": self.job_id,
            "type": self.type,
            "priority": self.priority,
            "trigger": self.trigger,
            "id": self.id,
            "latest_index": self.latest_index,
            "status": self.status,
        }
        if self.nodes_rejected:
            out.update(plans=self.plans, nodes_rejected=self.nodes_rejected)
        return out
