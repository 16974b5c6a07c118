"""The evaluation of a service or batch job: reconcile, then find a node for each allocation that is wanted.

    evaluate(state, job, eval_id=…, now=…, replaces=…) -> Outcome

`job` is the canonical job as it would be stored. Replacements of a destructive update come first; a group's first allocation that finds no
node ends the search for the group, and what that means for the allocation to be replaced depends on why it was to be (`_no_room`).
"""

from __future__ import annotations

from nomadspec.jobspec.groups import group_named
from nomadspec.scheduler.blocked import blocked_eval
from nomadspec.scheduler.candidates import in_datacenters_and_pool
from nomadspec.scheduler.context import PlanContext
from nomadspec.scheduler.outcome import Outcome, Placement, follow_up_eval, must_replace_in_place
from nomadspec.scheduler.placement import SCORED_LIMIT, Stack
from nomadspec.scheduler.reconciler import reconcile
from nomadspec.scheduler.reconciler_model import UPDATING_TEXT, Stop, Update
from nomadspec.scheduler.reconciler_reschedule import history
from nomadspec.scheduler.reconciler_view import existing, stored_deployment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec._generated.job_model import Job, TaskGroup
    from nomadspec.cluster.objects import Node
    from nomadspec.cluster.state import Allocation, ClusterState
    from nomadspec.scheduler.metric import AllocMetric
    from nomadspec.scheduler.outcome import Replaces
    from nomadspec.scheduler.reconciler_model import Deployment, Existing, Wanted


def evaluate(state: ClusterState, job: Job, *, eval_id: str, now: int, replaces: Replaces) -> Outcome:
    """The outcome of an evaluation of `job` at `now` (nanoseconds); nothing of the state changes."""
    evaluation = _Evaluation(state, job, eval_id, now, replaces)
    outcome = evaluation.run()
    evaluation.stack.finish()
    return outcome


class _Evaluation:
    """One evaluation. Holds what its placements share: the plan so far, the stack, the results."""

    def __init__(self, state: ClusterState, job: Job, eval_id: str, now: int, replaces: Replaces) -> None:
        self.state = state
        self.job = job
        self.eval_id = eval_id
        self.now = now
        self.replaces = replaces
        self.batch = job.type == "batch"
        self.context = PlanContext(state, job, eval_id, now)
        self.stack = Stack(self.context, job.type or "service")
        self.stack.set_job(job)
        self.out = Outcome(groups={group.name or "": group for group in job.group or []})
        namespace, job_id = job.namespace or "default", job.id or ""
        self.allocations = state.allocations_of_job(namespace, job_id)
        self.deployments: list[Deployment] = [] if self.batch else [stored_deployment(d) for d in state.deployments_of_job(namespace, job_id)]

    def run(self) -> Outcome:
        out = self.out
        plan, self.names = reconcile(
            self.job,
            [existing(alloc, self.state.node(alloc.node_id)) for alloc in self.allocations],
            self.deployments,
            now=self.now,
            eval_id=self.eval_id,
            update_kind=self._update_kind,
        )
        out.counts = plan.counts
        out.stops = plan.stops
        out.updates = plan.updates
        out.deployment = plan.deployment
        out.deployment_updates = plan.deployment_updates
        out.evals = [follow_up_eval(followup, self.job) for followup in plan.followups]
        self.has_deployment = bool(self.deployments) or plan.deployment is not None
        self.stop_of = {stop.alloc.id: stop for stop in plan.stops}
        # Nomad takes the groups in any order: with several the first one's choice is open too.
        self.certain = len({wanted.group for wanted in (*plan.destructive, *plan.place)}) == 1
        for stop in plan.stops:
            self.context.stop(self._stored(stop.alloc))
        for update in plan.updates:
            inplace = update.kind == "inplace"
            self.context.update(self._stored(update.alloc), self.job if inplace else None, out.resources.get(update.alloc.id) if inplace else None)
        wanted = [*plan.destructive, *plan.place]
        for one in wanted:
            self._place(one)
        out.queued = self._queued(wanted)
        if out.failed:
            out.evals.insert(0, blocked_eval(self.job, self.stack))
        return out

    def _stored(self, alloc: Existing) -> Allocation:
        return self.state.allocations[alloc.id]

    # --- updates -----------------------------------------------------------------------------------------------------------------

    def _update_kind(self, alloc: Existing, group: TaskGroup) -> str:
        """Whether an allocation can run the new version where it is."""
        known = must_replace_in_place(alloc, self.job, self.replaces)
        if known:
            return known
        if alloc.terminal:
            return "ignore"
        node = self.state.node(alloc.node_id)
        if node is None or not in_datacenters_and_pool(node, self.job):
            return "destructive"
        own = alloc.own_group
        stored = self._stored(alloc)
        if self.batch and own is not None and own.max_run_duration != group.max_run_duration:
            self.out.resources[alloc.id] = stored.resources
            return "inplace"
        resources = self.stack.try_in_place(stored, group)
        if resources is None:
            return "destructive"
        self.out.resources[alloc.id] = resources
        return "inplace"

    # --- placements --------------------------------------------------------------------------------------------------------------

    def _place(self, wanted: Wanted) -> None:
        """Finds a node for one allocation, or notes the failure."""
        out = self.out
        job = self._version_for(wanted)
        group = self.out.groups[wanted.group] if job is self.job else group_named(job, wanted.group)
        assert group is not None
        metric = out.failed.get(wanted.group)
        if metric is not None:
            metric.coalesced_failures += 1
            metric.fail(group)
            return
        if job is not self.job:
            self.stack.set_job(job)
        previous = wanted.replaces
        if wanted.destructive and previous is not None:
            self.context.stop(self._stored(previous))
        option = self.stack.select(
            group, wanted.name, penalty_nodes=_penalty_nodes(previous), preferred_node=self._preferred_node(previous, group) if previous is not None else None
        )
        if job is not self.job:
            self.stack.set_job(self.job)
        if option is None:
            metric = out.failed[wanted.group] = self.stack.metric
            metric.fail(group)
            self._no_room(wanted)
            return
        names = self.names[wanted.group]
        name = names.settle(wanted.name) if previous is not None or wanted.canary else wanted.name
        self.context.place(option, job, wanted.group, name)
        if previous is not None:
            self._replaced(wanted, previous)
        # What one placement leaves open is open for all that follow.
        self.certain = self.certain and one_choice(option.metric, job, group, self.state.scheduler_config().node_limit)
        out.preempted += option.preempted
        out.counts[wanted.group].preemptions += len(option.preempted)
        out.placements.append(
            Placement(
                name=name,
                group=wanted.group,
                node=option.node,
                job=job,
                resources=option.resources,
                metric=option.metric,
                score=option.score,
                canary=wanted.canary and self.has_deployment,
                previous=previous,
                preempted=option.preempted,
                events=history(previous, self.now) if wanted.reschedule and previous is not None else (),
                certain=self.certain,
            )
        )

    def _replaced(self, wanted: Wanted, previous: Existing) -> None:
        """Notes in the plan what a placement means for the allocation it replaces."""
        if wanted.destructive:
            self.out.stops.append(Stop(previous, UPDATING_TEXT))
        elif wanted.reschedule:
            # The stop is overwritten by a copy of the allocation as it stands, which carries its new history.
            stop = self.stop_of.get(previous.id)
            if stop is not None:
                stop.description, stop.desired, stop.client, stop.followup = "", previous.desired, "", None

    def _no_room(self, wanted: Wanted) -> None:
        """The first failure of a group: what would have been replaced stays, where Nomad can still take its stop back."""
        previous = wanted.replaces
        if previous is None:
            return
        if wanted.destructive:
            self.context.restore(self._stored(previous))
        elif wanted.reschedule:
            # Nomad can only take back the last stop of a node; an earlier one remains beside the new entry.
            last = next((stop for stop in reversed(self.out.stops) if stop.alloc.node_id == previous.node_id), None)
            if last is not None and last.alloc is previous:
                self.out.stops.remove(last)
                self.context.restore(self._stored(previous))
            self.out.updates.append(Update(previous, "attribute", previous.client, no_placement=True))
            self.context.update(self._stored(previous))

    def _version_for(self, wanted: Wanted) -> Job:
        """The job version to place: while canaries run, others get the last version that is known to be good."""
        if not wanted.downgrade:
            return self.job
        previous = wanted.replaces
        version: int | None = None
        for deployment in sorted(self.deployments, key=lambda deployment: deployment.job_version, reverse=True):
            state = deployment.groups.get(wanted.group)
            if state is not None and (state.promoted or state.desired_canaries == 0):
                version = deployment.job_version
                break
        else:
            if previous is not None and not (previous.job.update is not None and previous.job.update.max_parallel):
                version = previous.version
        if version is None or version < (previous.version if previous is not None else 0):
            return self.job
        job = self.state.job_version(self.job.namespace or "default", self.job.id or "", version)
        return job if job is not None and group_named(job, wanted.group) is not None else self.job

    def _preferred_node(self, previous: Existing, group: TaskGroup) -> Node | None:
        """Where the data of a sticky disk is."""
        disk = group.ephemeral_disk
        if disk is None or not (disk.sticky or disk.migrate):
            return None
        if previous.job.node_pool != self.job.node_pool or previous.job.datacenters != self.job.datacenters:
            return None
        node = self.state.node(previous.node_id)
        return node if node is not None and node.ready else None

    def _queued(self, wanted: list[Wanted]) -> dict[str, int]:
        """How many allocations of each group still wait for a node."""
        if not wanted:
            return dict.fromkeys(self.out.groups, 0)
        queued: dict[str, int] = {}
        for one in wanted:
            queued[one.group] = queued.get(one.group, 0) + 1
        for placement in self.out.placements:
            queued[placement.group] -= 1
        return queued


def one_choice(metric: AllocMetric, job: Job, group: TaskGroup, node_limit: int) -> bool:
    """Whether the best node is the best under every shuffle: all nodes were looked at, none was left out for lack of a turn, and one is ahead."""
    options = metric.nodes_evaluated - metric.nodes_filtered - metric.nodes_exhausted
    if metric.nodes_evaluated < metric.nodes_in_pool or options < 1:
        return False
    turns = 2 if job.type == "batch" or metric.nodes_in_pool < 2 else max(2, (metric.nodes_in_pool - 1).bit_length())
    if job.affinity or job.spread or group.affinity or group.spread or any(task.affinity for task in group.task or ()):
        turns = max(group.count or 0, node_limit or SCORED_LIMIT)
    best = metric.best
    return options <= turns and (len(best) < 2 or best[0].norm > best[1].norm)


def _penalty_nodes(previous: Existing | None) -> frozenset[str]:
    """Nodes where the allocation failed before."""
    if previous is None:
        return frozenset()
    nodes = {event.previous_node for event in previous.events or ()}
    if previous.client == "failed":
        nodes.add(previous.node_id)
    return frozenset(nodes)
