"""How many of a group fit: one evaluation with a raised count, and the same again with a change.

    the group's count is raised → one evaluation, as a server makes it → what it places is what fits

The other groups of a job that is not registered are left out, so that they do not use resources; a registered job is otherwise unchanged.
System and sysbatch jobs keep their count: they run once per node.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nomadspec.cluster.allocation_limit import too_many
from nomadspec.cluster.working_state import WorkingState
from nomadspec.jobspec.groups import group_named
from nomadspec.planner.carrying_out import carry_out
from nomadspec.planner.plan import clock, drawn_eval_id, evaluate
from nomadspec.planner.refusal import Refused
from nomadspec.planner.specification import from_store
from nomadspec.planner.submission import submit
from nomadspec.scheduler.context import PlanContext
from nomadspec.scheduler.outcome import priority_of
from nomadspec.scheduler.placement import Stack
from nomadspec.simulation.applying import store
from nomadspec.simulation.evaluations import Evaluation
from nomadspec.simulation.result import OF_A_NODE
from nomadspec.simulation.running import Run
from nomadspec.source.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from nomadspec._generated.job_model import Job, TaskGroup
    from nomadspec.cluster.state import ClusterState
    from nomadspec.scheduler.metric import AllocMetric
    from nomadspec.scheduler.views import NodeView


#: An evaluation is this much work and one more for each group of the job, 0.2 ms each where the groups are simple.
OF_AN_EVALUATION: Final = 30
#: Of the groups of a job, and with the changes that are tried for them.
MOST_WORK: Final = 7_500
MOST_WITH_CHANGES: Final = 4 * MOST_WORK


class Limit(Record, eq=True):
    """Why one more does not fit on some of the ready nodes: an exhausted resource, or a filter."""

    reason: str
    nodes: int
    filter: bool


class Answer(Record):
    """The result of one evaluation of the group: placements by node, and the metrics of the search that found no node for one more (None if all were placed)."""

    group: str
    asked: int
    placed: int
    applied: int
    """Of these, what the servers accept."""
    per_node: dict[str, int]
    failed: AllocMetric | None
    job: Job
    after: ClusterState

    def survey(self) -> Iterator[tuple[NodeView, str, bool]]:
        """What keeps one more away, node by node of those that are ready: as `Stack.survey`. For a job that runs once a node, where it does not run."""
        stack = Stack(PlanContext(self.after, self.job, ""), self.job.type or "service")
        stack.set_job(self.job)
        found = stack.survey(group_of(self.job, self.group))
        if self.job.type not in OF_A_NODE:
            return found
        own = self.after.allocations_of_job(self.job.namespace or "default", self.job.id or "")
        there = {a.node_id for a in own if a.group == self.group and not a.terminal}
        return (entry for entry in found if entry[0].node.id not in there)


class Question:
    """A job and a cluster, and what seeds the evaluations."""

    def __init__(
        self, job: Job | Mapping[str, object], state: ClusterState, now: datetime | str | None, eval_id: str | None, index: int | None, most: int
    ) -> None:
        """Raises `planner.result.Refused` for a job that a server would not take."""
        self.state = state
        self.job = submit(job, state).job
        longest = max((group.name or "" for group in self.job.group or ()), key=len, default="")
        text = too_many(self.job.id or "", [(longest, most)])
        if text:
            raise Refused("admission", text)
        self.key = (self.job.namespace or "default", self.job.id or "")
        known = state.job(*self.key)
        self.stored = from_store(known) if known is not None else None
        self.now = clock(now, state)
        self.eval_id = eval_id or drawn_eval_id(self.job, state)
        self.index = state.latest_index + 1 if index is None else index
        self.most = most
        self.work = 0

    @property
    def of_a_node(self) -> bool:
        """Whether the job runs once a node, whatever is asked for."""
        return self.job.type in OF_A_NODE

    @property
    def cost(self) -> int:
        """The work of one evaluation."""
        alone = self.stored is None and not self.of_a_node
        return OF_AN_EVALUATION + (1 if alone else len(self.job.group or ()))

    @property
    def exhausted(self) -> bool:
        """Whether no further change is to be tried."""
        return self.work > MOST_WITH_CHANGES

    def ask(self, group: str, *, job: Job | None = None, state: ClusterState | None = None) -> Answer:
        """How many of the group fit; of another version of the job, in another state of the cluster."""
        state = self.state if state is None else state
        working = WorkingState(state)
        new = store(working, self._with_count(job or self.job, group), self.stored, self.index)
        working.at_index(self.index)
        self.work += self.cost
        outcome = evaluate(working, new, eval_id=self.eval_id, now=self.now)
        placed = [placement for placement in outcome.placements if placement.group == group]
        per_node: dict[str, int] = {}
        for placement in placed:
            name = placement.node.name or placement.node.id
            per_node[name] = per_node.get(name, 0) + 1
        if outcome.preempted:
            after, applied = self._applied(state, new, group)
        else:
            carry_out(working, new, outcome, eval_id=self.eval_id, now=self.now, index=self.index)
            after, applied = working, len(placed)
        asked = group_of(new, group).count or 0
        return Answer(group, asked, len(placed), applied, dict(sorted(per_node.items())), outcome.failed.get(group), new, after)

    def more(self, answer: Answer, wanted: int, job: Job | None = None, state: ClusterState | None = None) -> int:
        """How many of `wanted` more fit once those of the answer are placed; under another version of the job, in another state of that cluster.

        The job is stored under the numbers it has, so that what is placed stays as it is and only what is new costs.
        """
        working = WorkingState(answer.after if state is None else state)
        before = answer.job
        groups = {group.name: group for group in (job or before).group or ()}
        new = before.changed(
            constraint=(job or before).constraint,
            datacenters=(job or before).datacenters,
            group=[
                groups[one.name].changed(count=one.count if one.name != answer.group or self.of_a_node else self.live(answer) + wanted)
                for one in before.group or ()
            ],
        )
        working.put_job(new)
        working.at_index(self.index)
        self.work += self.cost
        outcome = evaluate(working, new, eval_id=self.eval_id, now=self.now)
        return len([placement for placement in outcome.placements if placement.group == answer.group])

    def live(self, answer: Answer) -> int:
        """How many of the group there are once those of the answer are placed."""
        return sum(a.group == answer.group and not a.terminal for a in answer.after.allocations_of_job(*self.key))

    def _with_count(self, job: Job, group: str) -> Job:
        """The job with the count of the group to try; of a job that is not registered, that group alone."""
        if self.of_a_node:
            return job
        tried = group_of(job, group).changed(count=self.most)
        if self.stored is None:
            return job.changed(group=[tried])
        return job.changed(group=[tried if one.name == group else one for one in job.group or ()])

    def _applied(self, state: ClusterState, job: Job, group: str) -> tuple[ClusterState, int]:
        """The cluster after the servers have applied the accepted part of the plan, and the number of new allocations of the group."""
        run = Run(state, self.now, lambda *_: self.eval_id, set())
        run.working.put_job(job)
        namespace, job_id = self.key
        record = Evaluation(1, 1, namespace, job_id, job.type or "service", priority_of(job), "job-register", self.eval_id, self.index)
        run.plan(record, job)
        new = [a for a in run.working.allocations_of_job(*self.key) if a.group == group and not a.terminal and a.id not in state.allocations]
        return run.working, len(new)


def group_of(job: Job, name: str) -> TaskGroup:
    """The group of this name, which the job has."""
    group = group_named(job, name)
    assert group is not None
    return group
