"""Placement: which node an allocation goes to, and why not the others.

For the reconciler (service, batch, system, sysbatch):

    context = PlanContext(state, job, eval_id, now)
    stack = Stack(context, job.type)                   # one per evaluation: feasibility is remembered per computed class
    stack.set_job(job)                                 # constraints, candidates of its pool and datacenters, shuffle, limit
                                                       # again with another version of the job (canaries), or to begin a new node set

    option = stack.select(group, alloc_name, penalty_nodes=…, preferred_node=…)      # service and batch: over the shuffled ring
    option = stack.select_on(node, group, alloc_name)                                # system and sysbatch: this node alone
    option = stack.try_in_place(allocation, group)                                   # on its own node with itself evicted; nothing is kept

    stack.metric                                       # AllocMetric of the last selection, also when it is None
    context.place(option, job, group.name, alloc_name) # takes it; the next selection sees it

`select` tries without preemption first and, where the configuration allows it for the job's type, once more with it; `select_on` does both in one
pass. The limit of options (2 for batch, log2 of the nodes for service, more with affinities or spreads) and the place in the ring are the stack's.

For a group that fails: `stack.metric.fail(group)` at the first failure; for each further one `metric.coalesced_failures += 1` and
`metric.fail(group)` again on the first one's metric.

How a selection works: nodes are taken from the ring one after another, filtered (`feasibility`), fitted (`fitting`), scored; an option whose score
is not above 0 is set aside, up to three of them; when the limit of options is reached the best one wins. On large clusters with many nodes to
look at per selection the same is done on columns (`columns`).
"""

from __future__ import annotations

from math import ceil, log2

from nomadspec.cluster.resources import AllocatedResources
from nomadspec.scheduler.candidates import Candidates, candidates
from nomadspec.scheduler.columns import LEAST_RING, LEAST_WINDOW, Columns, supported
from nomadspec.scheduler.feasibility import Feasibility
from nomadspec.scheduler.fitting import fit, resources_of
from nomadspec.scheduler.group_request import GroupRequest
from nomadspec.scheduler.metric import AllocMetric, term_names
from nomadspec.scheduler.node_facts import NodeFacts, facts_table
from nomadspec.scheduler.option import NodeVerdict, Option
from nomadspec.scheduler.preemption import Preemptor, preemption_score
from nomadspec.scheduler.shuffle import shuffled
from nomadspec.scheduler.spreading import Spreading
from nomadspec.scheduler.views import NodeView
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from nomadspec._generated.job_model import Job, TaskGroup
    from nomadspec.cluster.objects import Node, SchedulerConfig
    from nomadspec.cluster.state import Allocation
    from nomadspec.scheduler.context import PlanContext
    from nomadspec.scheduler.fit import Fit

#: Options that a batch job looks at; a service looks at log2 of its nodes, at least so many.
LEAST_LIMIT = 2
#: With affinities or spreads at least so many, unless the configuration says otherwise.
SCORED_LIMIT = 100
#: So many options whose score is not above the threshold are set aside.
MOST_SET_ASIDE = 3
SCORE_THRESHOLD = 0.0


class Ranked(Record):
    """An option while it is compared with others."""

    view: NodeView
    fit: Fit
    score: float
    terms: int
    """How many terms the score is the mean of."""


class Stack:
    """Selects nodes for one evaluation."""

    def __init__(self, context: PlanContext, kind: str) -> None:
        """`kind` is the scheduler's: service, batch, system or sysbatch."""
        self.context = context
        self.kind = kind
        self.metric = AllocMetric()
        self.candidates = Candidates((), (), {})
        self._generic = kind not in ("system", "sysbatch")
        self._plain_terms = term_names(generic=self._generic)
        self._feasibility = Feasibility(context, cached=self._generic)
        self._spreading = Spreading(context)
        self._facts = facts_table(context.state)
        self._views: dict[str, NodeView] = {}
        self._asks: dict[tuple[int, str], GroupRequest] = {}
        self._ring: list[Node] = []
        self._started = False
        self._columns: dict[GroupRequest, Columns | None] = {}
        self._longest: dict[GroupRequest, int] = {}
        self._offset = 0
        self._limit = LEAST_LIMIT
        self._job = context.job
        self._config: SchedulerConfig = context.state.scheduler_config(context.job.node_pool or "default")
        self._penalty: Collection[str] = ()
        context.observe(self._changed)

    # --- the job and its nodes ---

    def set_job(self, job: Job) -> None:
        """Selections from now on are for this version of the job, over its candidates in shuffled order.

        A version with the same pool and datacenters goes on in the ring where the other one stopped.
        """
        known = self._job if self._started else None
        self._started = True
        self._use(job)
        if known is not None and (known.node_pool, known.datacenters) == (job.node_pool, job.datacenters):
            return
        self.candidates = candidates(self.context.state, job)
        nodes = self.candidates.nodes
        if self._generic:
            self._columns = {}
            self._ring = shuffled(nodes, self.context.eval_id, self.latest_index)
        self._offset = 0
        self._limit = LEAST_LIMIT
        if self.kind != "batch" and len(nodes) > 1:
            self._limit = max(LEAST_LIMIT, ceil(log2(len(nodes))))

    def _use(self, job: Job) -> None:
        self._job = job
        self._config = self.context.state.scheduler_config(job.node_pool or "default")

    @property
    def latest_index(self) -> int:
        """The index of the state with the planned job in it, which seeds the shuffle."""
        planned = self.context.job
        return max(self.context.state.latest_index, planned.modify_index or 0, planned.job_modify_index or 0)

    def _view(self, node: Node) -> NodeView:
        found = self._views.get(node.id)
        if found is None:
            facts = self._facts.get(node.id)
            if facts is None:
                facts = self._facts[node.id] = NodeFacts(node)
            found = self._views[node.id] = NodeView(self.context, facts)
        return found

    def _changed(self, node_id: str) -> None:
        view = self._views.get(node_id)
        if view is not None:
            view.change()
        for columns in self._columns.values():
            if columns is not None:
                columns.change(node_id)

    def ask(self, group: TaskGroup) -> GroupRequest:
        """What the group asks for, read once."""
        key = (id(self._job), group.name or "")
        found = self._asks.get(key)
        if found is None or found.group is not group:
            found = self._asks[key] = GroupRequest(self._job, group)
        return found

    def eligibility(self) -> tuple[bool, dict[str, bool], list[str]]:
        """For a blocked evaluation: (constraints escape from computed classes, classes by eligibility, missing resources by name)."""
        return self._feasibility.eligibility([self.ask(group) for group in self._job.group or ()])

    @property
    def preempts(self) -> bool:
        """Whether the configuration allows preemption for this kind of job."""
        return self._config.preemption.get(self.kind, False)

    def _new_metric(self) -> AllocMetric:
        pool = (self._job.node_pool or "default") if self._generic else ""
        self.metric = AllocMetric(self.candidates.available, len(self.candidates.nodes), pool)
        return self.metric

    # --- selections ---

    def select(
        self, group: TaskGroup, name: str, *, penalty_nodes: Collection[str] = (), preferred_node: Node | None = None, preempt: bool | None = None
    ) -> Option | None:
        """The best of the next options in the ring, or None.

        `penalty_nodes`: ids of nodes where an earlier try failed; `preferred_node`: tried alone first (sticky disks), if it is ready;
        `preempt`: None as configured, False never.
        """
        ask = self.ask(group)
        self._penalty = penalty_nodes
        found = self._select(ask, name, preferred_node, None)
        if found is None and preempt is not False and self.preempts:
            found = self._select(ask, name, preferred_node, Preemptor(self._job))
        return found

    def _select(self, ask: GroupRequest, name: str, preferred: Node | None, preemptor: Preemptor | None) -> Option | None:
        if preferred is not None and preferred.ready:
            ring, self._ring, self._offset = self._ring, [preferred], 0
            found = self._best(ask, name, preemptor)
            self._ring, self._offset = ring, 0
            if found is not None:
                return found
        return self._best(ask, name, preemptor)

    def _best(self, ask: GroupRequest, name: str, preemptor: Preemptor | None) -> Option | None:
        metric = self._new_metric()
        self._feasibility.begin(ask)
        if ask.affinities or ask.spreads:
            self._limit = max(ask.count, self._config.node_limit or SCORED_LIMIT)
        best = self._scan(ask, name, preemptor, metric)
        return None if best is None else self._option(best, ask, metric)

    def _option(self, best: Ranked, ask: GroupRequest, metric: AllocMetric) -> Option:
        resources = resources_of(best.fit, ask, best.view, oversubscription=self._config.memory_oversubscription)
        return Option(best.view.node, best.score, resources, best.fit.victims, metric)  # type: ignore[arg-type]

    def _scan(self, ask: GroupRequest, name: str, preemptor: Preemptor | None, metric: AllocMetric) -> Ranked | None:
        """Takes nodes from the ring until the limit of options is reached; the best of the options."""
        if preemptor is None and len(self._ring) >= LEAST_RING and max(self._limit, self._longest.get(ask, 0)) >= LEAST_WINDOW:
            columns = self._columns_of(ask)
            if columns is not None:
                return self._scan_columns(columns, ask, metric)
        ring, views, limit, offset = self._ring, self._views, self._limit, self._offset
        total = len(ring)
        best: Ranked | None = None
        aside: list[Ranked] = []
        yielded = looked = 0
        while looked < total and yielded < limit:
            if offset == total:
                offset = 0
            node = ring[offset]
            offset += 1
            looked += 1
            option = self._rank(views.get(node.id) or self._view(node), ask, name, preemptor, metric)
            if option is None:
                continue
            if option.score <= SCORE_THRESHOLD and len(aside) < MOST_SET_ASIDE:
                aside.append(option)
                continue
            yielded += 1
            if best is None or option.score > best.score:
                best = option
        self._offset = offset
        self._longest[ask] = looked
        metric.nodes_evaluated += looked
        for option in aside[: max(0, limit - yielded)] if looked == total else ():
            if best is None or option.score > best.score:
                best = option
        return best

    def _columns_of(self, ask: GroupRequest) -> Columns | None:
        """The group's columns over the ring, None where its nodes cannot be judged one by one."""
        if ask not in self._columns:
            spread = self._spreading.of(ask) if ask.spreads else None
            if not supported(ask, spread):
                self._columns[ask] = None
            else:
                self._columns[ask] = Columns(self._ring, ask, self._config, self._feasibility, self._spreading, self._view)
        return self._columns[ask]

    def _scan_columns(self, columns: Columns, ask: GroupRequest, metric: AllocMetric) -> Ranked | None:
        window = columns.scan(self._offset, self._limit, MOST_SET_ASIDE, SCORE_THRESHOLD, self._penalty, metric)
        # The ring's place after its last node is the end, not the beginning: the next selection starts over from there.
        self._offset = (self._offset + window.looked - 1) % len(self._ring) + 1
        self._longest[ask] = window.looked
        if window.position is None:
            return None
        view = self._view(self._ring[window.position])
        return Ranked(view, fit(view, ask, self._config), window.score, window.terms)

    def _rank(self, view: NodeView, ask: GroupRequest, name: str, preemptor: Preemptor | None, metric: AllocMetric) -> Ranked | None:
        reason = self._feasibility.filtered(view, ask, name)
        if reason is not None:
            metric.filter(view.node, reason)
            return None
        found = fit(view, ask, self._config)
        if found.dimension:
            found = found if preemptor is None else fit(view, ask, self._config, preemptor)
        if found.dimension:
            metric.exhaust(view.node, found.dimension)
            return None
        return self._scored(view, ask, found, metric)

    def _scored(self, view: NodeView, ask: GroupRequest, found: Fit, metric: AllocMetric) -> Ranked:
        """The node with its score: the mean of the terms that apply. Terms that do not apply are reported as 0."""
        total, count = found.binpack, 1
        matched, weights = found.device_weights
        if weights:
            total += matched / weights
            count += 1
        crowding = penalty = affinity = spread = 0.0
        if self._generic:
            if found.collisions:
                crowding = -float(found.collisions + 1) / float(ask.count or 1)
                total += crowding
                count += 1
            if view.node.id in self._penalty:
                penalty = -1.0
                total += penalty
                count += 1
            if ask.affinities:
                affinity = ask.affinity_score(view.node)
                total += affinity
                count += 1
            if ask.spreads:
                spread = self._spreading.of(ask).score(view.node)
                if spread:
                    total += spread
                    count += 1
            if found.victims:
                total += preemption_score(found.victims)
                count += 1
        score = total / float(count)
        if score > metric.least:
            values = [found.binpack]
            if weights:
                values.append(matched / weights)
            if self._generic:
                values += (crowding, penalty, affinity)
                if spread:
                    values.append(spread)
                if found.victims:
                    values.append(preemption_score(found.victims))
            names = self._plain_terms
            if weights or spread or found.victims:
                names = term_names(devices=bool(weights), generic=self._generic, spread=bool(spread), preemption=bool(found.victims))
            metric.score(view.node.id, names, tuple(values), score)
        return Ranked(view, found, score, count)

    def finish(self) -> None:
        """The evaluation is over. Nothing refers to itself from now on, so that what was remembered goes with the stack: a run of thousands of
        evaluations whose cyclic collector is paused does not grow."""
        self._columns = {}
        self.context.finish()

    # --- one node ---

    def select_on(self, node: Node, group: TaskGroup, name: str) -> Option | None:
        """This node or None, as the system schedulers ask; with preemption where configured."""
        ask = self.ask(group)
        metric = self._new_metric()
        self._feasibility.begin(ask)
        metric.nodes_evaluated = 1
        best = self._rank(self._view(node), ask, name, Preemptor(self._job) if self.preempts else None, metric)
        if best is None and metric.nodes_exhausted:
            metric.node_pool = self._job.node_pool or "default"
        return None if best is None else self._option(best, ask, metric)

    def try_node(self, node: Node, group: TaskGroup, name: str, *, preempt: bool = False) -> NodeVerdict:
        """The node's verdict by itself, without what is remembered of other nodes: for explanations."""

        ask, metric = self.ask(group), AllocMetric()
        self._penalty = ()
        self._spreading = Spreading(self.context)
        self._feasibility = Feasibility(self.context, cached=self._generic)
        self._feasibility.begin(ask)
        best = self._rank(self._view(node), ask, name, Preemptor(self._job) if preempt else None, metric)
        if best is not None:
            top = metric.best[0]
            return NodeVerdict("feasible", "", top.scores, top.norm, best.terms, best.fit.victims)
        if metric.nodes_filtered:
            return NodeVerdict("filtered", next(iter(metric.constraint_filtered or ()), ""))
        return NodeVerdict("exhausted", next(iter(metric.dimension_exhausted or ()), ""))

    def survey(self, group: TaskGroup) -> Iterator[tuple[NodeView, str, bool]]:
        """Each candidate node by itself: (the node, what keeps one more of the group away or "", whether that is a filter). Without preemption."""
        ask = self.ask(group)
        feasibility = Feasibility(self.context, cached=self._generic)
        feasibility.begin(ask)
        for node in self.candidates.nodes:
            view = self._view(node)
            _, reason = feasibility.fault(view, ask)
            yield (view, reason, True) if reason is not None else (view, fit(view, ask, self._config).dimension, False)

    def try_in_place(self, allocation: Allocation, group: TaskGroup) -> AllocatedResources | None:
        """What the allocation would hold if it were updated in place to `group` (ports and devices stay), or None where it no longer fits.
        Looks at the allocation's own node with itself removed; the plan is left as it was."""
        node = self.context.state.node(allocation.node_id)
        if node is None:
            return None
        ask = self.ask(group)
        held = allocation.id in self.context.stopped.get(allocation.node_id, ())
        if not held:
            self.context.stop(allocation)
        self._penalty = ()
        self._feasibility.begin(ask)
        preemptor = Preemptor(self._job) if self.preempts and not self._generic else None
        best = self._rank(self._view(node), ask, allocation.name, preemptor, AllocMetric())
        if not held:
            self.context.restore(allocation)
        if best is None:
            return None
        new = resources_of(best.fit, ask, best.view, oversubscription=self._config.memory_oversubscription)
        return keep_offers(allocation.resources, new)


def keep_offers(old: AllocatedResources, new: AllocatedResources) -> AllocatedResources:
    """`new` with the ports, networks and devices that the allocation has: an update in place does not change them."""
    tasks = {
        name: task.with_offers(old.tasks[name].networks, old.tasks[name].devices) if name in old.tasks else task.with_offers((), ())
        for name, task in new.tasks.items()
    }
    return AllocatedResources(tasks, new.disk, old.networks, old.ports)
