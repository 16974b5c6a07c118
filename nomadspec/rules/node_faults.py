"""What keeps a node from taking an instance of a group, by the scheduler's own checks, for the rules about a cluster.

A node is judged as if it were empty but for what other jobs hold there and do not give back soon: ports, and claims on volumes. Whether there is
room beside their tasks is a matter of the moment, and a plan's to say.
"""

from __future__ import annotations

from nomadspec.cluster.targets import resolve
from nomadspec.scheduler.context import PlanContext
from nomadspec.scheduler.feasibility import group_faults, job_faults
from nomadspec.scheduler.fitting import shortfalls
from nomadspec.scheduler.ports import PortError
from nomadspec.scheduler.preemption import Preemptor
from nomadspec.scheduler.views import NodeView
from nomadspec.scheduler.volumes import MISSING_HOST_VOLUMES, csi_fault, host_volume_fault, host_volumes_fit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec._generated.job_model import Job, NetworkResource, Port, VolumeRequest
    from nomadspec.cluster.objects import Node
    from nomadspec.cluster.state import ClusterState
    from nomadspec.rules.rule import Visit
    from nomadspec.scheduler.group_request import GroupRequest
    from nomadspec.scheduler.node_facts import NodeFacts


class NodeFitness:
    """The state of a cluster, for the question which of its nodes suit a job."""

    __slots__ = ("_beside", "_empty", "_job", "_preemptor", "_state")

    def __init__(self, state: ClusterState, job: Job) -> None:
        self._state = state
        self._job = job
        self._beside = PlanContext(state, job, "")
        self._empty = PlanContext(state, job, "")
        preempts = state.scheduler_config(job.node_pool or "default").preemption.get(job.type or "service", False)
        self._preemptor = Preemptor(job) if preempts else None

    def beside_others(self, facts: NodeFacts) -> NodeView:
        """The node without the job's own allocations."""
        for allocation in self._beside.live(facts.node.id):
            if (allocation.namespace, allocation.job_id) == (self._job.namespace or "default", self._job.id):
                self._beside.stop(allocation)
        view = NodeView(self._beside, facts)
        view.refresh()
        return view

    def _without_any(self, facts: NodeFacts) -> NodeView:
        for allocation in self._empty.live(facts.node.id):
            self._empty.stop(allocation)
        return NodeView(self._empty, facts)

    def port_fault(self, view: NodeView, network: NetworkResource) -> str:
        """Why the node has not the ports that are asked for; "" where it has them, or takes them from a less important job."""
        try:
            view.ports().offer(network)
        except PortError as error:
            return "" if self._preemptor is not None and self._preemptor.for_ports(view.allocs, network) else str(error)
        return ""

    def reserved(self, view: NodeView, port: Port) -> str:
        """What of the node's configuration keeps a static port from tasks; "" where nothing does."""
        return view.ports().reserved(port)

    def volume_fault(self, facts: NodeFacts, request: VolumeRequest, index: int) -> str:
        """Why the node cannot serve a host volume for the instance `index` of its group; "" where it can."""
        self.beside_others(facts)
        return host_volume_fault(self._beside, self._job, facts.node, request, f"{self._job.id}.group[{index}]")

    def faults(self, ask: GroupRequest, facts: NodeFacts, index: int | None = 0) -> set[str]:
        """Everything that keeps the instance `index` of the group from the node, the same fault with the same text on each.

        With None it is any instance: volumes that each has for itself play no part.
        """
        node, view = facts.node, self.beside_others(facts)
        found = {*job_faults(ask, node), *group_faults(ask, facts, ask.network), *self._volume_faults(ask, node, index)}
        found.update(f'missing property "{c.attribute}"' for c, _ in ask.distinct_properties if not resolve(c.attribute or "", node)[1])
        found.update(dimension for dimension, _ in shortfalls(self._without_any(facts), ask))
        if ask.network is not None and (fault := self.port_fault(view, ask.network)):
            found.add(f"network: {fault}")
        return found

    def _volume_faults(self, ask: GroupRequest, node: Node, index: int | None) -> set[str]:
        name = f"{self._job.id}.{ask.name}[{index or 0}]"
        hosts, csi = ([v for v in volumes if index is not None or not v.per_alloc] for volumes in (ask.host_volumes, ask.csi_volumes))
        found = set()
        if hosts and not host_volumes_fit(self._beside, self._job, node, hosts, name, None):
            found.add(MISSING_HOST_VOLUMES)
        if csi and csi_fault(self._state, self._job, node, csi, name):
            found.add("missing CSI volumes or plugins")
        return found


def fitness_of(visit: Visit) -> NodeFitness:
    """The fitness of nodes for the visited job, where a state is given."""
    memo = visit.subject.memo
    if "node-fitness" not in memo:
        assert visit.subject.state is not None
        memo["node-fitness"] = NodeFitness(visit.subject.state, visit.subject.canonical)
    found: NodeFitness = memo["node-fitness"]
    return found
