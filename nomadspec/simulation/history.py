"""What happened to allocations, found by comparing the states before and after.

It finds allocations that no longer run, new ones, and those with another job version. The reason why one ended is taken from what the servers recorded on it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from nomadspec.scheduler import reconciler_model as texts
from nomadspec.simulation.applying import job_name
from nomadspec.source.record import Record, field, fields_of

if TYPE_CHECKING:
    from nomadspec.changes import Change
    from nomadspec.cluster.state import Allocation, ClusterState
    from nomadspec.cluster.working_state import WorkingState
    from nomadspec.scheduler.metric import AllocMetric
    from nomadspec.simulation.evaluations import Evaluation

#: Why an allocation ended, by what the servers wrote on it.
WHY: Final = {
    texts.MIGRATING_TEXT: "migrate",
    texts.TAINTED_TEXT: "migrate",
    texts.LOST_TEXT: "lost",
    texts.UPDATING_TEXT: "updated",
    texts.RESCHEDULED_TEXT: "rescheduled",
    texts.NOT_NEEDED_TEXT: "stopped",
    texts.RECONNECT_TEXT: "stopped",
}
#: Endings after which something should run elsewhere.
DISPLACED: Final = frozenset({"migrate", "lost", "preempted", "rescheduled"})


class Move(Record, eq=True):
    """An allocation that ended (`to` is where its successor runs, empty without one) or that is new (`from_` is empty then)."""

    job: str
    name: str
    from_: str
    to: str
    why: str


class JobChanges(Record, frozen=False):
    """What happened to the allocations of one job. The lists are in the order of name and node."""

    stopped: list[Allocation] = field(default_factory=list)
    created: list[Allocation] = field(default_factory=list)
    in_place: list[Allocation] = field(default_factory=list)
    unknown: list[Allocation] = field(default_factory=list)
    transient: list[Allocation] = field(default_factory=list)

    @property
    def displaced(self) -> list[Allocation]:
        """Those that ended for a reason outside the job."""
        return [allocation for allocation in self.stopped if why(allocation) in DISPLACED]

    def without_successor(self) -> list[Allocation]:
        """Those of `displaced` that have no new allocation of the same name."""
        names = {allocation.name for allocation in self.created}
        return [allocation for allocation in self.displaced if allocation.name not in names]


def why(allocation: Allocation) -> str:
    """Why an allocation ended: migrate, lost, preempted, stopped, updated or rescheduled."""
    if allocation.desired_status == "evict":
        return "preempted"
    return WHY.get(allocation.raw.get("DesiredDescription") or "", "lost" if allocation.client_status == "lost" else "stopped")


class History:
    """The two states, what was evaluated in between, and what it did."""

    def __init__(
        self,
        *,
        before: ClusterState,
        after: WorkingState,
        evaluations: tuple[Evaluation, ...],
        refused: tuple[tuple[Change, str], ...],
        blocked_before: frozenset[str],
        blocked_after: frozenset[str],
        finished: bool,
    ) -> None:
        self.before = before
        self.after = after
        self.evaluations = evaluations
        """In the order in which they ran."""
        self.refused = refused
        """Changes that the servers would refuse, each with the reason."""
        self.blocked_before = blocked_before
        self.blocked_after = blocked_after
        self.finished = finished
        """False when the simulation was cut off: evaluations were still made after very many rounds."""

    @cached_property
    def jobs(self) -> dict[str, JobChanges]:
        """What happened to allocations, by job; only jobs to which something happened."""
        found: dict[str, JobChanges] = {}
        known = self.before.allocations
        for allocation in self.after.allocations.values():
            old = known.get(allocation.id)
            if old is allocation:
                continue
            kind = _kind(old, allocation)
            if kind:
                changes = found.setdefault(job_name(allocation.namespace, allocation.job_id), JobChanges())
                getattr(changes, kind).append(allocation)
        for changes in found.values():
            for name in fields_of(changes):
                getattr(changes, name).sort(key=lambda a: (a.name, self.node_name(a)))
        return dict(sorted(found.items()))

    @cached_property
    def last(self) -> dict[str, Evaluation]:
        """The last evaluation of each job."""
        return {job_name(one.namespace, one.job_id): one for one in self.evaluations}

    @property
    def failures(self) -> dict[str, dict[str, AllocMetric]]:
        """By job, the groups that its last evaluation could not place, including jobs that were already waiting."""
        return {name: dict(sorted(one.failed.items())) for name, one in sorted(self.last.items()) if one.failed}

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """Every move: each allocation that ended, with the node of its replacement, and each new allocation that replaces none."""
        moves: list[Move] = []
        for name, changes in self.jobs.items():
            new: dict[str, list[Allocation]] = {}
            for allocation in changes.created:
                new.setdefault(allocation.name, []).append(allocation)
            for allocation in changes.stopped:
                ends = why(allocation)
                successors = new.get(allocation.name) if ends != "stopped" else None
                to = self.node_name(successors.pop(0)) if successors else ""
                moves.append(Move(name, allocation.name, self.node_name(allocation), to, ends))
            moves += [Move(name, a.name, "", self.node_name(a), "new") for rest in new.values() for a in rest]
        return tuple(moves)

    def node_name(self, allocation: Allocation) -> str:
        """The name of the allocation's node."""
        node = self.after.nodes.get(allocation.node_id)
        return (node.name if node is not None else "") or str(allocation.raw.get("NodeName") or allocation.node_id)

    @cached_property
    def final(self) -> dict[str, dict[str, dict[str, int]]]:
        """By job, group and node, the number of allocations that should still run at the end."""
        found: dict[str, dict[str, dict[str, int]]] = {}
        for allocation in self.after.allocations.values():
            if not allocation.terminal:
                groups = found.setdefault(job_name(allocation.namespace, allocation.job_id), {})
                nodes = groups.setdefault(allocation.group, {})
                node = self.node_name(allocation)
                nodes[node] = nodes.get(node, 0) + 1
        return {job: {group: dict(sorted(nodes.items())) for group, nodes in sorted(groups.items())} for job, groups in sorted(found.items())}

    @property
    def certain(self) -> bool:
        """Whether every shuffle of the nodes leads to the same placements."""
        return all(evaluation.certain for evaluation in self.evaluations)


def _kind(old: Allocation | None, new: Allocation) -> str:
    """What happened to an allocation; empty if it is not worth reporting."""
    if old is None:
        return "transient" if new.terminal else "created"
    if old.terminal:
        return ""
    if new.terminal:
        return "stopped"
    if new.client_status == "unknown" and old.client_status != "unknown":
        return "unknown"
    return "in_place" if new.job_version != old.job_version else ""
