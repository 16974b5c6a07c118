"""NodeView: one node under the plan so far, kept up to date change by change."""

from __future__ import annotations

from nomadspec.scheduler.devices import NodeDevices
from nomadspec.scheduler.ports import NodePorts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from nomadspec.cluster.objects import Node
    from nomadspec.cluster.state import Allocation
    from nomadspec.scheduler.context import PlanContext, PlannedAllocation
    from nomadspec.scheduler.fit import Fit
    from nomadspec.scheduler.group_request import GroupRequest
    from nomadspec.scheduler.node_facts import NodeFacts

_NO_CORES: frozenset[int] = frozenset()
_NOTHING_PLACED: list[PlannedAllocation] = []


class NodeView:
    """A candidate node: facts, the allocations it would hold, their sums. `fit` is what was worked out from these for the group `fit_of`."""

    __slots__ = (
        "_context",
        "_count",
        "_counted",
        "_ended",
        "_placed",
        "_ports",
        "_rewritten",
        "_stale",
        "allocs",
        "class_id",
        "core_overlap",
        "cores",
        "cpu",
        "disk",
        "facts",
        "fit",
        "fit_of",
        "memory",
        "node",
        "ports_held",
    )

    def __init__(self, context: PlanContext, facts: NodeFacts) -> None:
        self._context = context
        self._stale = True
        self._ended = _NOTHING_PLACED
        self._rewritten = self._placed = 0
        self._counted: tuple[str, str] | None = None
        self._count = 0
        self._ports: NodePorts | None = None
        self.facts = facts
        self.node: Node = facts.node
        self.class_id = facts.node.computed_class
        self.allocs: list[Allocation | PlannedAllocation] = []
        self.cpu = self.memory = self.disk = 0
        self.cores = _NO_CORES
        self.core_overlap = False
        self.ports_held = False
        """Whether any allocation there has a port."""
        self.fit_of: GroupRequest | None = None
        self.fit: Fit | None = None

    def change(self) -> None:
        """The plan changed on this node."""
        self._stale = True
        self.fit_of = self.fit = None

    def refresh(self) -> None:
        """Brings the sums up to date: what the plan has only added is added to them."""
        if not self._stale:
            return
        self._stale = False
        placed = self._context.placed.get(self.node.id) or _NOTHING_PLACED
        rewritten = self._context.rewritten.get(self.node.id, 0)
        if rewritten == self._rewritten and self._placed:
            added: Sequence[Allocation | PlannedAllocation] = placed[self._placed :]
            self.allocs += added
        else:
            self._rewritten = rewritten
            self.allocs = added = self._context.proposed(self.node.id)
            self._ended = [p for p in placed if p.client_terminal] if placed else _NOTHING_PLACED
            self._counted = self._ports = None
            self.cpu = self.memory = self.disk = 0
            self.cores = _NO_CORES
            self.core_overlap = self.ports_held = False
        self._placed = len(placed)
        self._add(added)

    def _add(self, added: Sequence[Allocation | PlannedAllocation]) -> None:
        cpu, memory, disk, cores = self.cpu, self.memory, self.disk, self.cores
        for allocation in added:
            resources = allocation.resources
            usage = resources.usage
            self.ports_held = self.ports_held or resources.holds_ports
            cpu += usage.cpu
            memory += usage.memory
            disk += usage.disk
            if usage.cores:
                self.core_overlap = self.core_overlap or not cores.isdisjoint(usage.cores)
                cores |= usage.cores
            if self._ports is not None:
                self._ports.add(resources)
            if self._counted == (allocation.job_id, allocation.group):
                self._count += 1
        self.cpu, self.memory, self.disk, self.cores = cpu, memory, disk, cores

    def ports(self) -> NodePorts:
        """The ports in use on the node. They are kept: a copy is for whoever takes more."""
        if self._ports is None:
            self._ports = NodePorts(self.facts, (a.resources for a in self.allocs))
        return self._ports

    def ports_of(self, allocs: list[Allocation | PlannedAllocation]) -> NodePorts:
        """The ports in use by `allocs` on the node."""
        return NodePorts(self.facts, (a.resources for a in allocs))

    def devices(self, allocs: list[Allocation | PlannedAllocation] | None = None) -> NodeDevices:
        """The devices in use on the node, or by `allocs` there."""
        return NodeDevices(self.facts, (a.resources for a in (self.allocs if allocs is None else allocs)))

    def count(self, job_id: str, group: str) -> int:
        """Allocations of a job's group, also those that ended and that the plan writes again; the namespace plays no part."""
        if self._counted != (job_id, group):
            self._counted = (job_id, group)
            self._count = sum(a.group == group and a.job_id == job_id for a in (*self.allocs, *self._ended))
        return self._count
