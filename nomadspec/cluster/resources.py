"""What an allocation holds of its node: cpu, cores, memory, disk, ports, devices.

The same classes describe allocations that exist (read from the API's `AllocatedResources`) and those that the scheduler makes.
Units are Nomad's: MHz, MB.
"""

from __future__ import annotations

from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from dataclasses import KW_ONLY
    from typing import Any

#: Client statuses after which an allocation holds nothing any more.
CLIENT_TERMINAL = frozenset({"complete", "failed", "lost"})


class Usage(Record):
    """The sum that is compared with a node: `cores` are reserved core numbers, whose MHz are part of `cpu`."""

    cpu: int = 0
    memory: int = 0
    disk: int = 0
    cores: frozenset[int] = frozenset()

    def __repr__(self) -> str:
        return f"Usage(cpu={self.cpu}, memory={self.memory}, disk={self.disk}, cores={sorted(self.cores)})"


class AllocatedPort(Record):
    """One port of an allocation. `host_network` is known only from networks, `host_ip` only from ports that were offered."""

    label: str
    value: int
    to: int = 0
    host_ip: str = ""
    _: KW_ONLY
    ignore_collision: bool = False
    host_network: str = ""
    reserved: bool = True
    """Asked for by number (static), not chosen from the dynamic range."""


class AllocatedNetwork(Record):
    """A network of an allocation: of its group, or (deprecated) of a task with bandwidth."""

    mode: str = ""
    device: str = ""
    ip: str = ""
    mbits: int = 0
    reserved_ports: tuple[AllocatedPort, ...] = ()
    dynamic_ports: tuple[AllocatedPort, ...] = ()


class AllocatedDevice(Record):
    """Instances of one device group."""

    vendor: str
    type: str
    name: str
    ids: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str, str]:
        """What identifies the device group on its node."""
        return (self.vendor, self.type, self.name)


class TaskAllocation(Record, frozen=False):
    """What one task holds; its secrets are part of `memory`."""

    cpu: int
    memory: int
    memory_max: int = 0
    cores: tuple[int, ...] = ()
    networks: tuple[AllocatedNetwork, ...] = ()
    devices: tuple[AllocatedDevice, ...] = ()
    hook: str = ""
    sidecar: bool = False

    def with_offers(self, networks: tuple[AllocatedNetwork, ...], devices: tuple[AllocatedDevice, ...]) -> TaskAllocation:
        """The same with other networks and devices."""
        return TaskAllocation(self.cpu, self.memory, self.memory_max, self.cores, networks, devices, self.hook, self.sidecar)


class AllocatedResources:
    """All that one allocation holds. `usage` is what counts on its node: tasks that never run at the same time share."""

    __slots__ = ("_usage", "disk", "networks", "ports", "tasks")

    def __init__(
        self, tasks: Mapping[str, TaskAllocation], disk: int = 0, networks: tuple[AllocatedNetwork, ...] = (), ports: tuple[AllocatedPort, ...] = ()
    ) -> None:
        self.tasks = tasks
        self.disk = disk
        self.networks = networks
        self.ports = ports
        self._usage: Usage | None = None

    @property
    def usage(self) -> Usage:
        """The sum over tasks, by the phases of their lifecycle."""
        if self._usage is None:
            self._usage = usage_of(self.tasks.values(), self.disk)
        return self._usage

    @property
    def holds_ports(self) -> bool:
        """Whether it has a network or a port."""
        return bool(self.ports or self.networks or any(task.networks for task in self.tasks.values()))

    def all_networks(self) -> list[AllocatedNetwork]:
        """Group networks, then those of tasks."""
        found = list(self.networks)
        for task in self.tasks.values():
            found += task.networks
        return found

    def devices(self) -> list[AllocatedDevice]:
        """Devices of all tasks."""
        return [device for task in self.tasks.values() for device in task.devices]

    @classmethod
    def from_api(cls, value: Mapping[str, Any] | None) -> AllocatedResources:
        """From the API's `AllocatedResources`."""
        value = value or {}
        shared = value.get("Shared") or {}
        lifecycles = value.get("TaskLifecycles") or {}
        tasks: dict[str, TaskAllocation] = {}
        for name, task in (value.get("Tasks") or {}).items():
            cpu, memory, lifecycle = task.get("Cpu") or {}, task.get("Memory") or {}, lifecycles.get(name) or {}
            tasks[name] = TaskAllocation(
                cpu.get("CpuShares") or 0,
                memory.get("MemoryMB") or 0,
                memory.get("MemoryMaxMB") or 0,
                tuple(cpu.get("ReservedCores") or ()),
                tuple(_network(n) for n in task.get("Networks") or ()),
                tuple(
                    AllocatedDevice(d.get("Vendor") or "", d.get("Type") or "", d.get("Name") or "", tuple(d.get("DeviceIDs") or ()))
                    for d in task.get("Devices") or ()
                ),
                lifecycle.get("Hook") or "",
                bool(lifecycle.get("Sidecar")),
            )
        networks = tuple(_network(n) for n in shared.get("Networks") or ())
        known = {p.label: p for n in networks for p in (*n.reserved_ports, *n.dynamic_ports)}
        ports = tuple(
            AllocatedPort(
                p.get("Label") or "",
                p.get("Value") or 0,
                p.get("To") or 0,
                p.get("HostIP") or "",
                ignore_collision=bool(p.get("IgnoreCollision")),
                host_network=known[p.get("Label") or ""].host_network if (p.get("Label") or "") in known else "",
                reserved=known[p.get("Label") or ""].reserved if (p.get("Label") or "") in known else True,
            )
            for p in shared.get("Ports") or ()
        )
        return cls(tasks, shared.get("DiskMB") or 0, networks, ports)


_NO_CORES: frozenset[int] = frozenset()


def usage_of(tasks: Iterable[TaskAllocation], disk: int) -> Usage:
    """The usage of tasks that share a node: the greatest of the phases before, during and after the main tasks; reserved cores always."""
    before_cpu = before_memory = main_cpu = main_memory = after_cpu = after_memory = 0
    core_cpu = 0
    cores = _NO_CORES
    for task in tasks:
        cpu, memory = task.cpu, task.memory
        if task.cores:
            cores = cores.union(task.cores)
            core_cpu += cpu
            cpu = 0
        if task.hook == "prestart":
            before_cpu += cpu
            before_memory += memory
            if task.sidecar:
                main_cpu += cpu
                main_memory += memory
        elif task.hook == "poststop":
            after_cpu += cpu
            after_memory += memory
        else:
            main_cpu += cpu
            main_memory += memory
    return Usage(max(before_cpu, main_cpu, after_cpu) + core_cpu, max(before_memory, main_memory, after_memory), disk, cores)


def _network(value: Mapping[str, Any]) -> AllocatedNetwork:
    def ports(name: str, reserved: bool) -> tuple[AllocatedPort, ...]:
        return tuple(
            AllocatedPort(
                p.get("Label") or "",
                p.get("Value") or 0,
                p.get("To") or 0,
                value.get("IP") or "",
                ignore_collision=bool(p.get("IgnoreCollision")),
                host_network=p.get("HostNetwork") or "",
                reserved=reserved,
            )
            for p in value.get(name) or ()
        )

    return AllocatedNetwork(
        value.get("Mode") or "",
        value.get("Device") or "",
        value.get("IP") or "",
        value.get("MBits") or 0,
        ports("ReservedPorts", True),
        ports("DynamicPorts", False),
    )
