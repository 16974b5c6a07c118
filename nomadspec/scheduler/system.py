"""The evaluation of a system or sysbatch job: each candidate node by itself.

    evaluate(state, job, eval_id=…, now=…, replaces=…) -> Outcome

First every node says what it needs (`system_diff`), then updates are tried in place, limited, and the rest is placed, each on its own node.
Nodes are taken in the order of their ids; Nomad takes them in any.
"""

from __future__ import annotations

from nomadspec.scheduler import system_diff as diff
from nomadspec.scheduler.blocked import blocked_eval
from nomadspec.scheduler.candidates import in_datacenters_and_pool
from nomadspec.scheduler.context import PlanContext
from nomadspec.scheduler.metric import AllocMetric
from nomadspec.scheduler.outcome import Outcome, Placement
from nomadspec.scheduler.placement import Stack
from nomadspec.scheduler.reconciler import already_stopping_on_lost_nodes
from nomadspec.scheduler.reconciler_model import LOST_TEXT, NOT_NEEDED_TEXT, TAINTED_TEXT, UPDATING_TEXT, Counts, Stop, Update
from nomadspec.scheduler.reconciler_view import existing, stored_deployment
from nomadspec.scheduler.system_deployments import SystemDeployments, has_canaries
from nomadspec.source.record import Record, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec._generated.job_model import Job, TaskGroup
    from nomadspec.cluster.state import Allocation, ClusterState
    from nomadspec.scheduler.context import PlannedAllocation
    from nomadspec.scheduler.outcome import Replaces
    from nomadspec.scheduler.reconciler_model import Existing


class Request(Record):
    """A placement wanted on one node; `previous` is what it replaces."""

    name: str
    group: str
    node_id: str
    previous: Existing | None = None
    canary: bool = False
    stop: Stop | None = None


class Tally(Record, frozen=False, eq=True):
    """The numbers of one group that only the evaluation needs."""

    wanted: int = 0
    """Allocations the group should have, over all candidate nodes."""
    destructive: int = 0
    queued: int = 0
    requested: int = 0
    running_canaries: int = 0
    settled: bool = False
    """Whether any allocation is left as it is, or updated in place."""
    filtered: AllocMetric | None = None


def evaluate(state: ClusterState, job: Job, *, eval_id: str, now: int, replaces: Replaces) -> Outcome:
    """The outcome of an evaluation of `job` at `now` (nanoseconds); nothing of the state changes."""
    evaluation = _Evaluation(state, job, eval_id, now, replaces)
    outcome = evaluation.run()
    evaluation.stack.finish()
    return outcome


class _Verdicts(Record, frozen=False, eq=True):
    by_kind: dict[str, list[diff.Verdict]] = field(default_factory=dict)

    def __getitem__(self, kind: str) -> list[diff.Verdict]:
        return self.by_kind.get(kind, [])


class _Evaluation:
    """One evaluation, step by step."""

    def __init__(self, state: ClusterState, job: Job, eval_id: str, now: int, replaces: Replaces) -> None:
        self.state = state
        self.job = job
        self.now = now
        self.replaces = replaces
        self.system = job.type == "system"
        self.context = PlanContext(state, job, eval_id, now)
        self.stack = Stack(self.context, job.type or "system")
        self.stack.set_job(job)
        self.out = Outcome(groups={group.name or "": group for group in job.group or []})
        self.tallies = {name: Tally() for name in self.out.groups}
        namespace, job_id = job.namespace or "default", job.id or ""
        allocs = [existing(alloc, state.node(alloc.node_id)) for alloc in state.allocations_of_job(namespace, job_id)]
        self.allocs = sorted(allocs, key=lambda alloc: (alloc.index, alloc.create_index, alloc.id))
        stored = [stored_deployment(deployment) for deployment in state.deployments_of_job(namespace, job_id)] if self.system else []
        self.deployments = SystemDeployments(job, max(stored, key=lambda deployment: deployment.create_index, default=None))
        self.all_updated = True
        self.candidates = {node.id: node for node in self.stack.candidates.nodes}

    def run(self) -> Outcome:
        out = self.out
        for stop in already_stopping_on_lost_nodes(self.allocs):
            self._stop(stop)
        verdicts = self._visit_nodes()
        self._stops(verdicts)
        in_place, destructive = self._updates(verdicts)
        self._counts(verdicts, in_place, destructive)
        requests = [Request(v.name, v.group, v.node_id, v.alloc) for v in verdicts[diff.PLACE]]
        requests += self._replacements(verdicts, destructive)
        for request in requests:
            tally = self.tallies[request.group]
            tally.queued += 1
            tally.requested += 1
        placed = [(request, planned) for request in requests if (planned := self._place(request)) is not None]
        self._finish(placed, requests)
        return out

    # --- what the nodes need -----------------------------------------------------------------------------------------------------

    def _visit_nodes(self) -> _Verdicts:
        on_nodes = diff.by_node(self.allocs)
        fleet = diff.Fleet(
            job=self.job,
            now=self.now,
            candidates=self.candidates.keys(),
            not_ready={node.id for node in self.stack.candidates.not_ready},
            required=diff.required_names(self.job),
            canary=lambda name: self.system and self.deployments.starts_as_canary(self.out.groups.get(name)),
        )
        groups = list(self.out.groups.items())
        verdicts = _Verdicts()
        for node_id in sorted(self.candidates.keys() | {id for id, on_node in on_nodes.items() if on_node.live}):
            on_node = on_nodes.get(node_id, diff.OnNode())
            if self.system:
                self.deployments.begin_node()
            found = diff.diff_node(fleet, node_id, on_node)
            for verdict in found:
                verdicts.by_kind.setdefault(verdict.kind, []).append(verdict)
            if self.system:
                of_group = diff.by_group(found)
                there = diff.by_group((*on_node.live, *on_node.ended.values()))
                for name, group in groups:
                    self.deployments.visit(group, of_group.get(name, []), there.get(name, []))
        if self.system:
            self.deployments.end_visits(bool(verdicts[diff.IGNORE]), self.candidates.values())
        return verdicts

    def _stops(self, verdicts: _Verdicts) -> None:
        for kind, text, client in ((diff.STOP, NOT_NEEDED_TEXT, ""), (diff.MIGRATE, TAINTED_TEXT, ""), (diff.LOST, LOST_TEXT, "lost")):
            for verdict in verdicts[kind]:
                assert verdict.alloc is not None
                self._stop(Stop(verdict.alloc, text, client=client))
        for verdict in verdicts[diff.DISCONNECT]:
            assert verdict.alloc is not None
            self.out.updates.append(Update(verdict.alloc, "disconnect", "unknown"))
            self.context.update(self._stored(verdict.alloc))

    def _updates(self, verdicts: _Verdicts) -> tuple[list[diff.Verdict], list[diff.Verdict]]:
        """Allocations that can be updated where they are, which is done, and those that cannot."""
        in_place: list[diff.Verdict] = []
        destructive: list[diff.Verdict] = []
        for verdict in (*verdicts[diff.UPDATE], *verdicts[diff.RECONNECT]):
            (in_place if self._update_in_place(verdict) else destructive).append(verdict)
        return in_place, destructive

    def _update_in_place(self, verdict: diff.Verdict) -> bool:
        alloc, group = verdict.alloc, self.out.groups[verdict.group]
        assert alloc is not None
        if self.replaces(alloc.job, self.job, alloc.group):
            return False
        if alloc.terminal:
            return True
        node = self.state.node(alloc.node_id)
        if node is None or not in_datacenters_and_pool(node, self.job):
            return False
        stored = self._stored(alloc)
        resources = self.stack.try_in_place(stored, group)
        if resources is None:
            return False
        self.out.resources[alloc.id] = resources
        self.out.updates.append(Update(alloc, "reconnect" if verdict.kind == diff.RECONNECT else "inplace", alloc.client))
        self.context.update(stored, self.job, resources)
        return True

    def _counts(self, verdicts: _Verdicts, in_place: list[diff.Verdict], destructive: list[diff.Verdict]) -> None:
        """The counters. A group appears only when one of them was touched."""
        for counter, found in (
            ("place", verdicts[diff.PLACE]),
            ("ignore", [*verdicts[diff.IGNORE], *verdicts[diff.WAITING]]),
            ("migrate", verdicts[diff.MIGRATE]),
            ("stop", verdicts[diff.STOP]),
            ("disconnect", verdicts[diff.DISCONNECT]),
            ("reconnect", verdicts[diff.RECONNECT]),
            ("in_place", in_place),
            ("destructive", destructive),
        ):
            for verdict in found:
                counts = self.out.counts.setdefault(verdict.group, Counts())
                setattr(counts, counter, getattr(counts, counter) + 1)
        for name, tally in self.tallies.items():
            counts = self.out.counts.get(name, Counts())
            tally.wanted = counts.place + counts.in_place + counts.ignore + counts.destructive
            tally.destructive = counts.destructive
            tally.settled = bool(counts.ignore or counts.in_place)
        for verdict in (*verdicts[diff.IGNORE], *verdicts[diff.WAITING]):
            tally_ = self.tallies.get(verdict.group)
            if tally_ is not None and verdict.alloc is not None and verdict.alloc.canary:
                tally_.running_canaries += 1

    def _replacements(self, verdicts: _Verdicts, destructive: list[diff.Verdict]) -> list[Request]:
        """Destructive updates as far as the limits allow: the old allocation is stopped, a placement on its node wanted."""
        limits = {name: self._limit(group, len(destructive)) for name, group in self.out.groups.items()}
        hand = self.deployments.hand
        if self.system and hand is not None and not hand.new:
            for verdict in (*verdicts[diff.IGNORE], *verdicts[diff.WAITING]):
                if verdict.group in limits and verdict.alloc is not None and verdict.alloc.deployment_id == hand.id and verdict.alloc.healthy is None:
                    limits[verdict.group] -= 1
        requests: list[Request] = []
        self.all_updated = True
        for verdict in destructive:
            if limits[verdict.group] <= 0:
                self.all_updated = False
                continue
            alloc = verdict.alloc
            assert alloc is not None
            stop = Stop(alloc, UPDATING_TEXT)
            self._stop(stop)
            requests.append(Request(verdict.name, verdict.group, verdict.node_id, alloc, verdict.canary, stop))
            if not verdict.canary:
                limits[verdict.group] -= 1
        return requests

    def _limit(self, group: TaskGroup, all_updates: int) -> int:
        for update in (group.update, self.job.update):
            if update is not None and (update.max_parallel or 0) > 0:
                return update.max_parallel or 0
        return all_updates

    # --- placements --------------------------------------------------------------------------------------------------------------

    def _place(self, request: Request) -> tuple[Placement, PlannedAllocation] | None:
        """Places one allocation on its node, or notes why it cannot be."""
        node = self.candidates.get(request.node_id)
        if node is None:
            return None
        group, tally, counts = self.out.groups[request.group], self.tallies[request.group], self.out.counts[request.group]
        option = self.stack.select_on(node, group, request.name)
        if option is None:
            tally.wanted -= 1
            if request.previous is not None:
                tally.destructive -= 1
            metric = self.stack.metric
            if metric.nodes_filtered:
                self._filtered(request, metric)
            else:
                self._exhausted(request, group, metric)
            return None
        planned = self.context.place(option, self.job, request.group, request.name)
        counts.preemptions += len(option.preempted)
        self.out.preempted += option.preempted
        placement = Placement(
            name=request.name,
            group=request.group,
            node=node,
            job=self.job,
            resources=option.resources,
            metric=option.metric,
            score=option.score,
            canary=request.canary and self.deployments.hand is not None,
            previous=request.previous,
            preempted=option.preempted,
            # Nomad takes the nodes in any order: where a limit leaves some out, it decides which.
            certain=request.stop is None or self.all_updated,
        )
        self.out.placements.append(placement)
        return placement, planned

    def _filtered(self, request: Request, metric: AllocMetric) -> None:
        """A node that cannot run the group is no failure, unless none can and nothing runs."""
        tally = self.tallies[request.group]
        tally.queued -= 1
        if not self.system:
            self.out.counts[request.group].place -= 1
        if tally.filtered is None:
            tally.filtered = AllocMetric()
            tally.filtered.class_filtered = metric.class_filtered
            tally.filtered.constraint_filtered = metric.constraint_filtered
        else:
            tally.filtered.class_filtered = _sum(tally.filtered.class_filtered, metric.class_filtered)
            tally.filtered.constraint_filtered = _sum(tally.filtered.constraint_filtered, metric.constraint_filtered)
        tally.filtered.nodes_evaluated += metric.nodes_evaluated
        tally.filtered.nodes_filtered += metric.nodes_filtered
        if tally.queued <= 0 and not tally.settled:
            self.out.failed[request.group] = tally.filtered

    def _exhausted(self, request: Request, group: TaskGroup, metric: AllocMetric) -> None:
        first = self.out.failed.get(request.group)
        if first is not None:
            first.coalesced_failures += 1
            first.fail(group)
            return
        metric.fail(group)
        self.out.failed[request.group] = metric
        node = self.candidates[request.node_id]
        evaluation = blocked_eval(self.job, self.stack, node.name)
        # Of what names a node, only the job's own constraints keep the node's class from being noted.
        evaluation.escaped = self.stack.ask(group).job_escaped
        evaluation.class_eligibility = {node.computed_class: True} if node.computed_class and not evaluation.escaped else None
        self.out.evals.append(evaluation)

    # --- the end -----------------------------------------------------------------------------------------------------------------

    def _finish(self, placed: list[tuple[Request, tuple[Placement, PlannedAllocation]]], requests: list[Request]) -> None:
        out = self.out
        canarying: set[str] = set()
        if self.system:
            for name, counts in out.counts.items():
                if name in self.tallies:
                    counts.place = self.tallies[name].wanted
            canarying = self._canaries(placed, requests)
            totals = {name: tally.wanted for name, tally in self.tallies.items()}
            out.deployment, out.deployment_updates = self.deployments.finish(totals, canarying)
        left: dict[str, int] = {}
        for placement in out.placements:
            left[placement.group] = left.get(placement.group, 0) + 1
        some_requested = any(tally.requested for tally in self.tallies.values())
        out.queued = {name: tally.queued - left.get(name, 0) for name, tally in self.tallies.items() if self.system or tally.requested or not some_requested}

    def _canaries(self, placed: list[tuple[Request, tuple[Placement, PlannedAllocation]]], requests: list[Request]) -> set[str]:
        """Withdraws the placements that go beyond the share of canaries; the groups that are canarying."""
        hand = self.deployments.hand
        found: set[str] = set()
        for name, group in self.out.groups.items():
            tally = self.tallies[name]
            state = hand.groups.get(name) if hand is not None else None
            if state is None or not has_canaries(group) or state.promoted or not self.job.version or tally.destructive <= 0 or tally.wanted <= 0:
                continue
            assert group.update is not None
            found.add(name)
            share = -(-(group.update.canary or 0) * (tally.destructive + tally.running_canaries) // 100)
            required = min(share, group.update.max_parallel or 0)
            state.desired_canaries = required
            kept = tally.running_canaries
            room = required - sum(r.group == name and r.previous is not None and r.previous.canary for r in requests) - tally.running_canaries
            for request, (placement, planned) in placed if required else ():
                if request.group != name or not request.canary:
                    continue
                again = request.previous is not None and request.previous.canary
                if again or room > 0:
                    room -= 1
                    kept += 1
                    continue
                self._withdraw(request, placement, planned)
            self.out.counts[name].canary = kept
        return found

    def _withdraw(self, request: Request, placement: Placement, planned: PlannedAllocation) -> None:
        self.out.placements.remove(placement)
        self.context.withdraw(planned)
        if request.stop is not None:
            self.out.stops.remove(request.stop)
            self.context.restore(self._stored(request.stop.alloc))

    def _stop(self, stop: Stop) -> None:
        self.out.stops.append(stop)
        self.context.stop(self._stored(stop.alloc))

    def _stored(self, alloc: Existing) -> Allocation:
        return self.state.allocations[alloc.id]


def _sum(one: dict[str, int] | None, other: dict[str, int] | None) -> dict[str, int]:
    """Two counters added up."""
    total = dict(one or {})
    for key, value in (other or {}).items():
        total[key] = total.get(key, 0) + value
    return total
