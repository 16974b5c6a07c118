"""The free resources of a cluster: by node, node pool, node class and datacenter.

For each: total, reserved, used and free resources. Free resources may be spread over nodes: `largest` is the most that a single node has free, which is
the largest task that can still be placed. Nodes that accept no new allocations have no free resources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nomadspec.scheduler.node_facts import NodeFacts, facts_of
from nomadspec.source.record import Record, field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nomadspec.cluster.objects import Node
    from nomadspec.cluster.state import ClusterState


class Amounts(Record, eq=True, frozen=False):
    """Processor (MHz), memory and disk (MB), whole cores, allocations."""

    cpu: int = 0
    memory: int = 0
    disk: int = 0
    cores: int = 0

    def add(self, other: Amounts) -> None:
        """Adds other amounts to these."""
        self.cpu += other.cpu
        self.memory += other.memory
        self.disk += other.disk
        self.cores += other.cores

    def to_dict(self) -> dict[str, int]:
        """As JSON."""
        return {"cpu": self.cpu, "memory": self.memory, "disk": self.disk, "cores": self.cores}


class Room(Record, frozen=False):
    """The room of some nodes."""

    nodes: int = 0
    ready: int = 0
    """Nodes that accept new allocations."""
    allocations: int = 0
    total: Amounts = field(default_factory=Amounts)
    """What the nodes offer, without what they keep for themselves."""
    reserved: Amounts = field(default_factory=Amounts)
    """What the nodes keep for themselves."""
    used: Amounts = field(default_factory=Amounts)
    """What allocations hold."""
    offered: Amounts = field(default_factory=Amounts)
    """What nodes that are ready offer, used or not."""
    free: Amounts = field(default_factory=Amounts)
    """What is left of that."""
    largest: Amounts = field(default_factory=Amounts)
    """The most that one node has free, of each by itself."""
    devices: dict[str, int] = field(default_factory=dict)
    """Free healthy instances, by vendor/type/name."""

    def add(self, other: Room) -> None:
        """Adds the room of other nodes."""
        self.nodes += other.nodes
        self.ready += other.ready
        self.allocations += other.allocations
        for name in ("total", "reserved", "used", "offered", "free"):
            getattr(self, name).add(getattr(other, name))
        for name in ("cpu", "memory", "disk", "cores"):
            setattr(self.largest, name, max(getattr(self.largest, name), getattr(other.largest, name)))
        for name, count in other.devices.items():
            self.devices[name] = self.devices.get(name, 0) + count

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        amounts = {name: getattr(self, name).to_dict() for name in ("total", "reserved", "used", "offered", "free", "largest")}
        return {"nodes": self.nodes, "ready": self.ready, "allocations": self.allocations, **amounts, "devices": dict(sorted(self.devices.items()))}


class RoomLeft(Record):
    """By node name, pool, class (without those that have none) and datacenter."""

    nodes: Mapping[str, Room]
    pools: Mapping[str, Room]
    classes: Mapping[str, Room]
    datacenters: Mapping[str, Room]


def room_left(state: ClusterState) -> RoomLeft:
    """The room of a cluster."""
    names: dict[str, int] = {}
    for node in state.nodes.values():
        names[node.name] = names.get(node.name, 0) + 1
    rooms = {node.id: room_of(state, node) for node in state.nodes.values()}
    return RoomLeft(
        {node.name if names[node.name] == 1 and node.name else node.id: rooms[node.id] for node in sorted(state.nodes.values(), key=lambda n: (n.name, n.id))},
        _sums(state, rooms, "pool"),
        _sums(state, rooms, "node_class"),
        _sums(state, rooms, "datacenter"),
    )


def _sums(state: ClusterState, rooms: Mapping[str, Room], member: str) -> dict[str, Room]:
    found: dict[str, Room] = {}
    for node in state.nodes.values():
        key = getattr(node, member)
        if key:
            found.setdefault(key, Room()).add(rooms[node.id])
    return dict(sorted(found.items()))


def room_of(state: ClusterState, node: Node) -> Room:
    """The room of one node."""
    facts = facts_of(state, node)
    held = [allocation.resources for allocation in state.allocations_on_node(node.id) if not allocation.client_terminal]
    used = Amounts()
    cores: set[int] = set()
    for resources in held:
        usage = resources.usage
        used.add(Amounts(usage.cpu, usage.memory, usage.disk))
        cores |= usage.cores
    used.cores = len(cores)
    total = Amounts(facts.cpu, facts.memory, facts.disk, len(facts.usable_cores))
    kept = node.reserved
    kept_cpu, kept_memory, kept_disk = kept.get("Cpu") or {}, kept.get("Memory") or {}, kept.get("Disk") or {}
    reserved = Amounts(
        kept_cpu.get("CpuShares") or 0, kept_memory.get("MemoryMB") or 0, kept_disk.get("DiskMB") or 0, len(kept_cpu.get("ReservedCpuCores") or ())
    )
    free = Amounts()
    if node.ready:
        free = Amounts(max(0, total.cpu - used.cpu), max(0, total.memory - used.memory), max(0, total.disk - used.disk), len(set(facts.usable_cores) - cores))
    room = Room(nodes=1, ready=int(node.ready), allocations=len(held), total=total, reserved=reserved, used=used, free=free)
    room.largest.add(free)
    if node.ready:
        room.offered.add(total)
        room.devices = _free_devices(facts, held)
    return room


def _free_devices(facts: NodeFacts, held: list[Any]) -> dict[str, int]:
    from nomadspec.scheduler.devices import NodeDevices

    if not facts.devices:
        return {}
    devices = NodeDevices(facts, held)
    return {"/".join(group.key): len(devices.free(group)) for group in facts.devices}
