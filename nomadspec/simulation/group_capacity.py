"""capacity(): how many more allocations of a group fit, on which nodes, why no more, and which changes would make more fit."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from nomadspec.cluster.state_faults import StateError
from nomadspec.planner.refusal import Refused
from nomadspec.planner.response import metric_document
from nomadspec.simulation.question import MOST_WORK, Limit, Question
from nomadspec.simulation.room import room_left
from nomadspec.source.record import Record, field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from nomadspec._generated.job_model import Job
    from nomadspec.cluster.state import ClusterState
    from nomadspec.scheduler.metric import AllocMetric
    from nomadspec.simulation.question import Answer
    from nomadspec.simulation.room import Room
    from nomadspec.simulation.suggestions import Suggestion
    from nomadspec.source.json_types import JsonObject

#: The default count to try.
MOST = 2000


class GroupCapacity:
    """How many more of one group fit."""

    def __init__(self, question: Question, answer: Answer, need: int) -> None:
        self._question = question
        self._answer = answer
        self._need = need

    @property
    def placed(self) -> int:
        """New allocations in the scheduler's plan."""
        return self._answer.placed

    @property
    def applied(self) -> int:
        """Of these, how many the servers accept: fewer where the plan counts the room of a preempted allocation twice."""
        return self._answer.applied

    @property
    def asked(self) -> int:
        """The count that was tried for the group."""
        return self._answer.asked

    @property
    def per_node(self) -> Mapping[str, int]:
        """New allocations by node name."""
        return self._answer.per_node

    @property
    def failed(self) -> AllocMetric | None:
        """The metrics of the search that found no node for one more; None if everything was placed, so that more may fit."""
        return self._answer.failed

    @property
    def held_back(self) -> bool:
        """Whether the job's update settings end the search, and not the room: another version of a job that runs comes in steps, its canaries first."""
        return self.failed is None and not self._question.of_a_node and self._question.live(self._answer) < self.asked

    @cached_property
    def node_limits(self) -> Mapping[str, Limit]:
        """By name of each ready node, why one more does not fit."""
        found = {view.node.name or view.node.id: Limit(reason, 1, filters) for view, reason, filters in self._answer.survey() if reason}
        return dict(sorted(found.items()))

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        """Why one more does not fit, over all nodes, the most frequent reason first."""
        nodes: dict[tuple[str, bool], int] = {}
        for limit in self.node_limits.values():
            nodes[limit.reason, limit.filter] = nodes.get((limit.reason, limit.filter), 0) + 1
        found = [Limit(reason, count, filters) for (reason, filters), count in nodes.items()]
        return tuple(sorted(found, key=lambda limit: (-limit.nodes, limit.reason)))

    @cached_property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """The smallest single changes that make enough more fit (one more, if there is no need), each tried on the cluster."""
        from nomadspec.simulation.suggestions import suggestions

        wanted = max(self._need - self.placed, 1)
        if self.failed is None and self.placed >= self._need:
            return ()
        return tuple(suggestions(self._question, self._answer, self.limits, wanted))

    def to_dict(self) -> JsonObject:
        """As JSON."""
        return {
            "placed": self.placed,
            "applied": self.applied,
            "asked": self.asked,
            "held_back": self.held_back,
            "per_node": dict(self.per_node),
            "failed": metric_document(self.failed) if self.failed is not None else None,
            "limits": [{"reason": limit.reason, "nodes": limit.nodes, "filter": limit.filter} for limit in self.limits],
            "node_limits": {name: {"reason": limit.reason, "filter": limit.filter} for name, limit in self.node_limits.items()},
            "suggestions": [suggestion.to_dict() for suggestion in self.suggestions],
        }


class Capacity(Record):
    """The result: `groups` by name, or, without a job, the free resources by node, pool, class and datacenter. `error`: why the job is refused."""

    job: str = ""
    groups: Mapping[str, GroupCapacity] = field(default_factory=dict)
    nodes: Mapping[str, Room] = field(default_factory=dict)
    pools: Mapping[str, Room] = field(default_factory=dict)
    classes: Mapping[str, Room] = field(default_factory=dict)
    datacenters: Mapping[str, Room] = field(default_factory=dict)
    error: str | None = None

    @property
    def ok(self) -> bool:
        """Whether a server would accept the job."""
        return self.error is None

    def to_dict(self) -> JsonObject:
        """As JSON: `job` and `groups`, or `nodes`, `pools`, `classes`, `datacenters`; or `error`."""
        if self.error is not None:
            return {"error": self.error}
        if self.job:
            return {"job": self.job, "groups": {name: group.to_dict() for name, group in self.groups.items()}}
        parts = {"nodes": self.nodes, "pools": self.pools, "classes": self.classes, "datacenters": self.datacenters}
        return {name: {key: room.to_dict() for key, room in rooms.items()} for name, rooms in parts.items()}


def capacity(
    job: Job | Mapping[str, object] | None,
    state: ClusterState,
    group: str | None = None,
    *,
    now: datetime | str | None = None,
    eval_id: str | None = None,
    index: int | None = None,
    most: int = MOST,
    need: Mapping[str, int] | int = 0,
) -> Capacity:
    """How many more of each group (or of `group`) fit into the cluster, up to `most`.

    `eval_id`: UUID that seeds the shuffle of nodes; `index`: the raft index of the evaluation; `need`: how many must fit, for all groups or by group;
    suggestions aim at this number. Without a job: the free resources. Never raises: if a server would refuse the job, `error` is set.
    """
    if job is None:
        left = room_left(state)
        return Capacity(nodes=left.nodes, pools=left.pools, classes=left.classes, datacenters=left.datacenters)
    try:
        question = Question(job, state, now, eval_id, index, most)
        names = [one.name or "" for one in question.job.group or ()]
        if group is not None and group not in names:
            raise Refused("parse", f"no group {group!r} in the job (available: {', '.join(names)})")
        needs = need if not isinstance(need, int) else dict.fromkeys(names, need)
        wanted = names if group is None else [group]
        if len(wanted) > 1 and len(wanted) * question.cost > MOST_WORK:
            return Capacity(error=f"the job has {len(wanted):,} groups, whose capacity takes more work than is allowed; choose one of them")
        return Capacity(job=question.job.id or "", groups={name: GroupCapacity(question, question.ask(name), needs.get(name, 0)) for name in wanted})
    except Refused as refused:
        return Capacity(error=refused.message)
    except StateError as error:
        return Capacity(error=str(error))
