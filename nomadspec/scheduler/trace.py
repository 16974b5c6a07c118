"""Trace: for every group and node, each by itself, what speaks for the node and what against it, with numbers.

The question put to each node is Nomad's own: would it take one more allocation (index 0) of the group, in the state before the plan? Nomad
answers with the first reason only; a `NodeTrace` has the verdict with that one reason and beside it *all* reasons. Every explanation (matrix,
`--why-not`, reports) is a view of a Trace.

    trace = trace_job(state, job)                  # nothing is worked out yet
    trace.groups["web"]                            # list[NodeTrace] of the candidates, by node name; then
    trace.others()                                 # nodes that are no candidates, with the reason why
    trace.node_table()                             # the member `node_table` of the plan document
    trace.node_reasons()                           # its member `node_reasons`
"""

from __future__ import annotations

from nomadspec.cluster.targets import resolve
from nomadspec.jobspec.groups import group_named
from nomadspec.scheduler.candidates import datacenter_matcher, in_pool
from nomadspec.scheduler.context import PlanContext
from nomadspec.scheduler.devices import NodeDevices, count_of, device_fault
from nomadspec.scheduler.feasibility import Feasibility, group_faults, job_faults
from nomadspec.scheduler.fitting import shortfalls
from nomadspec.scheduler.node_facts import facts_of
from nomadspec.scheduler.placement import Stack
from nomadspec.scheduler.views import NodeView
from nomadspec.scheduler.volumes import host_volume_fault, source_of
from nomadspec.source.record import EMPTY, Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from nomadspec._generated.job_model import Job, TaskGroup
    from nomadspec.cluster.objects import Node
    from nomadspec.cluster.state import Allocation, ClusterState
    from nomadspec.scheduler.group_request import GroupRequest


class Reason(Record):
    """One thing that speaks against a node: `text` in Nomad's words, `detail` with what was found there."""

    kind: str
    """`filter`, `exhausted`, or `candidate` for what keeps the node from being looked at."""
    text: str
    detail: str = ""

    def to_dict(self) -> dict[str, str]:
        """As JSON."""
        return {"kind": self.kind, "text": self.text, "detail": self.detail}

    def __repr__(self) -> str:
        return f"<Reason {self.kind} {self.text!r} {self.detail!r}>"


class NodeTrace(Record):
    """One node's answer. `scores` are the terms; `count` of them went into their mean, `score`."""

    node: Node
    verdict: str
    """feasible, filtered, exhausted, or other (no candidate)."""
    word: str = ""
    """Nomad's one reason or dimension."""
    reasons: tuple[Reason, ...] = ()
    scores: Mapping[str, float] = EMPTY
    score: float = 0.0
    count: int = 0
    preempted: tuple[Allocation, ...] = ()
    with_preemption: NodeTrace | None = None
    """The answer when allocations may be preempted, where that is configured and the node was exhausted."""

    def to_dict(self) -> dict[str, Any]:
        """A row of `node_table`."""
        out: dict[str, Any] = {"verdict": self.verdict}
        if self.verdict == "feasible":
            out.update(final_score=self.score, num_scores=self.count, scores=self.scores)
            if self.preempted:
                out["preempts"] = sorted(a.id for a in self.preempted)
        elif self.verdict == "exhausted":
            out["dimension"] = self.word
        else:
            out["reason"] = self.word
        if self.with_preemption is not None:
            out["with_preemption"] = self.with_preemption.to_dict()
        return out

    def __repr__(self) -> str:
        return f"<NodeTrace {self.node.name} {self.verdict} {self.word}>"


class Trace:
    """The answers for one job. Each group is worked out when it is first asked for."""

    __slots__ = ("_done", "_job", "_stack", "_state")

    def __init__(self, state: ClusterState, job: Job) -> None:
        self._state = state
        self._job = job
        self._done: dict[str, list[NodeTrace]] = {}
        self._stack: Stack | None = None

    @property
    def group_names(self) -> list[str]:
        """The job's groups, in its order."""
        return [group.name or "" for group in self._job.group or ()]

    @property
    def groups(self) -> dict[str, list[NodeTrace]]:
        """By group: the candidates' answers, by node name."""
        return {name: self.group(name) for name in self.group_names}

    def _prepared(self) -> Stack:
        if self._stack is None:
            self._stack = Stack(PlanContext(self._state, self._job, "", 0), self._job.type or "service")
            self._stack.set_job(self._job)
        return self._stack

    def group(self, name: str) -> list[NodeTrace]:
        """The candidates' answers for one group."""
        if name not in self._done:
            found = group_named(self._job, name)
            stack = self._prepared()
            rows = [] if found is None else [self._ask(stack, found, node) for node in stack.candidates.nodes]
            self._done[name] = sorted(rows, key=lambda row: (row.node.name, row.node.id))
        return self._done[name]

    def others(self) -> list[NodeTrace]:
        """Nodes that are no candidates for any group, and why."""
        candidates = {node.id for node in self._prepared().candidates.nodes}
        rows = [self._other(node) for node in self._state.nodes.values() if node.id not in candidates]
        return sorted(rows, key=lambda row: (row.node.name, row.node.id))

    def of_node(self, name: str, node: str) -> NodeTrace | None:
        """The answer of one node, by name, id, or the beginning of its id."""
        rows = [*self.group(name), *self.others()]
        exact = next((row for row in rows if node in (row.node.name, row.node.id)), None)
        return exact or next((row for row in rows if row.node.answers_to(node)), None)

    def node_table(self) -> dict[str, dict[str, dict[str, Any]]]:
        """The plan document's member: group → node → row."""
        return {name: {row.node.name or row.node.id: row.to_dict() for row in rows} for name, rows in self.groups.items()}

    to_dict = node_table

    def node_reasons(self) -> dict[str, dict[str, list[dict[str, str]]]]:
        """The plan document's member: group → node that the group does not fit on → all that speaks against it, with what was found there."""
        return {
            name: {row.node.name or row.node.id: [reason.to_dict() for reason in row.reasons] for row in rows if row.reasons}
            for name, rows in self.groups.items()
        }

    # --- one node ---

    def _ask(self, stack: Stack, group: TaskGroup, node: Node) -> NodeTrace:
        at_once = stack.preempts and self._job.type in ("system", "sysbatch")
        trial = stack.try_node(node, group, f"{self._job.id}.{group.name}[0]", preempt=at_once)
        reasons: tuple[Reason, ...] = ()
        if trial.verdict != "feasible":
            ask = stack.ask(group)
            reasons = tuple(self._all_reasons(ask, node))
        with_preemption = None
        if trial.verdict == "exhausted" and stack.preempts and not at_once:
            again = stack.try_node(node, group, f"{self._job.id}.{group.name}[0]", preempt=True)
            with_preemption = NodeTrace(node, again.verdict, again.word, (), again.scores, again.score, again.count, again.preempted)
        return NodeTrace(node, trial.verdict, trial.word, reasons, trial.scores, trial.score, trial.count, trial.preempted, with_preemption)

    def _all_reasons(self, ask: GroupRequest, node: Node) -> Iterator[Reason]:
        """Everything that speaks against the node."""
        facts = facts_of(self._state, node)
        context = PlanContext(self._state, self._job, "", 0)
        view, filters = NodeView(context, facts), Feasibility(context, cached=self._job.type not in ("system", "sysbatch"))
        filters.begin(ask)
        checks = {check.reason: check for check in (*ask.job_constraints, *ask.constraints)}
        for text in dict.fromkeys([*job_faults(ask, node), *group_faults(ask, facts, ask.network)]):
            check = checks.get(text)
            yield Reason("filter", text, found_there(check.left, check.right, node) if check is not None else self._detail(ask, node, text))
        for text in filters.all_passing(view, ask, f"{self._job.id}.{ask.name}[0]"):
            yield Reason("filter", text, self._detail(ask, node, text))
        for dimension, detail in shortfalls(view, ask):
            yield Reason("exhausted", dimension, detail)

    def _detail(self, ask: GroupRequest, node: Node, text: str) -> str:
        if text == "missing drivers":
            states = []
            for driver in ask.drivers:
                info = (node.raw.get("Drivers") or {}).get(driver) or {}
                states.append(f"{driver}: {'healthy' if info.get('Healthy') else 'unhealthy' if info.get('Detected') else 'not detected'}")
            return ", ".join(states)
        if text == "missing devices":
            return self._devices(ask, node)
        if text == "missing network":
            return f"the node has {', '.join(sorted(facts_of(self._state, node).modes)) or 'none'}"
        if text.startswith("missing host network"):
            return f"the node has {', '.join(sorted(facts_of(self._state, node).aliases)) or 'none'}"
        if text == "missing compatible host volumes":
            return self._host_volumes(ask, node)
        return ""

    def _devices(self, ask: GroupRequest, node: Node) -> str:
        facts = facts_of(self._state, node)
        unused = NodeDevices(facts, ())
        faults = [fault for task in ask.tasks for request in task.devices if (fault := device_fault(facts, request, unused))]
        if faults and not all(fault.startswith("no device ") for fault in faults):
            return "; ".join(dict.fromkeys(faults))
        have = [f"{'/'.join(g.key)} ×{len(g.healthy)}" for g in facts.devices]
        want = [f"{r.name} ×{count_of(r)}" for task in ask.tasks for r in task.devices]
        return f"needs {', '.join(want)}; the node has {', '.join(have) or 'none'}"

    def _host_volumes(self, ask: GroupRequest, node: Node) -> str:
        context, name = PlanContext(self._state, self._job, "", 0), f"{self._job.id}.{ask.name}[0]"
        faults = [fault for request in ask.host_volumes if (fault := host_volume_fault(context, self._job, node, request, name))]
        if not faults:
            return "an earlier allocation of the job has a sticky volume elsewhere"
        if all(fault.startswith("no host volume ") for fault in faults):
            have = ", ".join(sorted(node.raw.get("HostVolumes") or {})) or "none"
            return f"needs {', '.join(sorted(source_of(v, name) for v in ask.host_volumes))}; the node has {have}"
        return "; ".join(dict.fromkeys(faults))

    def _other(self, node: Node) -> NodeTrace:
        reasons = []
        if not in_pool(node, self._job):
            reasons.append(Reason("candidate", "node pool", f"the node is in {node.pool!r}, the job wants {self._job.node_pool or 'default'!r}"))
        if not datacenter_matcher(self._job)(node.datacenter):
            reasons.append(Reason("candidate", "datacenter", f"the node is in {node.datacenter!r}, the job wants {', '.join(self._job.datacenters or ())}"))
        if node.status != "ready":
            reasons.append(Reason("candidate", "status", f"the node is {node.status or 'in no known state'}"))
        if node.draining:
            reasons.append(Reason("candidate", "drain", "the node is draining"))
        if not node.eligible:
            reasons.append(Reason("candidate", "eligibility", "the node is marked as ineligible"))
        return NodeTrace(node, "other", reasons[0].text if reasons else "", tuple(reasons))


def found_there(left: str, right: str, node: Node) -> str:
    """What the sides of a condition are on a node: `attr.rack is "r2"`."""
    parts = []
    for target in (left, right):
        if target.startswith("${"):
            value, found = resolve(target, node)
            parts.append(f'{target[2:].removesuffix("}")} is "{value}"' if found else f"{target[2:].removesuffix('}')} is not set")
    return ", ".join(parts)


def trace_job(state: ClusterState, job: Job) -> Trace:
    """The trace of a canonical job on a state."""
    return Trace(state, job)
