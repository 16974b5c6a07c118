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
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from nomadspec.cluster.resources import AllocatedResources
    from nomadspec.cluster.state import Allocation, ClusterState, Node
    from nomadspec.jobspec.model import Job, TaskGroup
    from nomadspec.scheduler.context import PlanContext
    from nomadspec.scheduler.metric import AllocMetric


class Candidates:
    """The nodes that a job's pool and datacenters leave: `nodes` are ready, `not_ready` are the others of the pool in any datacenter."""

    __slots__ = ("available", "nodes", "not_ready")

    def __init__(self, nodes: Sequence[Node], not_ready: Sequence[Node], available: Mapping[str, int]) -> None:
        self.nodes = nodes
        self.not_ready = not_ready
        self.available = available
        """Ready nodes per datacenter (NodesAvailable)."""


def candidates(state: ClusterState, job: Job) -> Candidates:
    """Ready nodes of the job's pool whose datacenter matches, by id."""
    raise NotImplementedError


def in_datacenters_and_pool(node: Node, job: Job) -> bool:
    """Whether the node is in one of the job's datacenters and in its pool."""
    raise NotImplementedError


class Option:
    """A node that can take the allocation."""

    __slots__ = ("metric", "node", "preempted", "resources", "score")

    def __init__(self, node: Node, score: float, resources: AllocatedResources, preempted: tuple[Allocation, ...], metric: AllocMetric) -> None:
        self.node = node
        self.score = score
        self.resources = resources
        """What the allocation would hold. Dynamic ports have a value that is free; Nomad draws another one."""
        self.preempted = preempted
        self.metric = metric


class Stack:
    """Selects nodes for one evaluation."""

    metric: AllocMetric
    candidates: Candidates

    def __init__(self, context: PlanContext, kind: str) -> None:
        """`kind` is the scheduler's: service, batch, system or sysbatch."""
        raise NotImplementedError

    def set_job(self, job: Job) -> None:
        """Selections from now on are for this version of the job, over its candidates in shuffled order, from the beginning of the ring."""
        raise NotImplementedError

    def select(
        self, group: TaskGroup, name: str, *, penalty_nodes: Collection[str] = (), preferred_node: Node | None = None, preempt: bool | None = None
    ) -> Option | None:
        """The best of the next options in the ring, or None.

        `penalty_nodes`: ids of nodes where an earlier try failed; `preferred_node`: tried alone first (sticky disks), if it is ready;
        `preempt`: None as configured, False never.
        """
        raise NotImplementedError

    def select_on(self, node: Node, group: TaskGroup, name: str) -> Option | None:
        """This node or None, as the system schedulers ask; with preemption where configured."""
        raise NotImplementedError

    def try_in_place(self, allocation: Allocation, group: TaskGroup) -> AllocatedResources | None:
        """What the allocation would hold if it were updated in place to `group` (ports and devices stay), or None where it no longer fits.
        Looks at the allocation's own node with itself removed; the plan is left as it was."""
        raise NotImplementedError
