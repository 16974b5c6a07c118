"""Fit: the outcome of trying a group on one node, and what was chosen there."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from nomadspec.cluster.resources import AllocatedDevice, AllocatedNetwork, AllocatedPort, TaskAllocation, Usage
    from nomadspec.cluster.state import Allocation
    from nomadspec.scheduler.context import PlannedAllocation
    from nomadspec.scheduler.node_facts import NodeFacts

    AnyAllocation: TypeAlias = Allocation | PlannedAllocation

_NO_WEIGHTS = (0.0, 0.0)


class Fit:
    """The outcome on one node: `dimension` says what is lacking ("" when nothing is).

    `offers` is None where nothing was chosen yet but ports, which are chosen when the option is taken.
    """

    __slots__ = ("binpack", "collisions", "device_weights", "dimension", "offers", "usage", "victims")

    def __init__(self, dimension: str = "") -> None:
        self.dimension = dimension
        self.binpack = 0.0
        self.collisions: int
        """Allocations of the same job and group that are there already; known of a node that fits."""
        self.device_weights = _NO_WEIGHTS
        """(matched, total) over device affinities."""
        self.victims: tuple[AnyAllocation, ...] = ()
        self.usage: Usage | None = None
        self.offers: Offers | None = None


class Offers:
    """What was chosen on the node: ports of the group, and of its tasks networks, devices and cores by task name."""

    __slots__ = ("cores", "devices", "ports", "task_networks")

    def __init__(self) -> None:
        self.ports: tuple[AllocatedPort, ...] = ()
        self.task_networks: dict[str, AllocatedNetwork] = {}
        self.devices: dict[str, list[AllocatedDevice]] = {}
        self.cores: dict[str, tuple[int, ...]] = {}

    def of_task(self, name: str, task: TaskAllocation, facts: NodeFacts) -> TaskAllocation:
        """The task with what was chosen for it; reserved cores decide its cpu."""
        networks = (self.task_networks[name],) if name in self.task_networks else ()
        out = task.with_offers(networks, tuple(self.devices.get(name, ())))
        if name in self.cores:
            out.cores = self.cores[name]
            out.cpu = sum(facts.core_mhz[core] for core in out.cores)
        return out
