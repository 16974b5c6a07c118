"""NodeFacts: what of a node matters to the scheduler and does not change during a plan, read once per state."""

from __future__ import annotations

from functools import cached_property

from nomadspec.cluster.state import EACH_NODE
from nomadspec.notation.constraint_operators import UNITS, Attribute
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any, Final

    from nomadspec.cluster.objects import Node
    from nomadspec.cluster.state import ClusterState

#: Ports are numbers below this.
PORTS = 65536
#: Addresses of an old-style network are tried up to so many.
ADDRESSES_TRIED = 256
_NOTHING: Final[Mapping[str, Any]] = {}


class DeviceGroup:
    """Devices of one vendor, type and name: healthy instances can be assigned, `all_ids` names the others too."""

    __slots__ = ("all_ids", "attributes", "healthy", "key")

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.key: tuple[str, str, str] = (raw.get("Vendor") or "", raw.get("Type") or "", raw.get("Name") or "")
        instances = [i for i in raw.get("Instances") or () if isinstance(i, dict)]
        self.all_ids: tuple[str, ...] = tuple(i.get("ID") or "" for i in instances)
        self.healthy: tuple[str, ...] = tuple(i.get("ID") or "" for i in instances if i.get("Healthy"))
        self.attributes = {name: attribute for name, value in (raw.get("Attributes") or {}).items() if (attribute := _attribute(value)) is not None}

    def answers_to(self, name: str) -> bool:
        """Whether a request for `type`, `vendor/type` or `vendor/type/name` means this group."""
        vendor, kind, model = self.key
        parts = name.split("/", 2)
        if len(parts) == 1:
            return parts[0] == kind
        if len(parts) == 2:
            return parts == [vendor, kind]
        return parts == [vendor, kind, model]


class OldNetwork(Record):
    """A network of the node as tasks with networks of their own (deprecated) see it."""

    device: str
    mbits: int
    addresses: tuple[str, ...]


class NodeFacts:
    """Capacity, networks and devices of one node. Available is what the node has less what it reserves for itself.

    Every fit needs the sums and the modes of its networks; the rest is read when a group first asks for it.
    """

    def __init__(self, node: Node) -> None:
        resources, reserved = node.resources, node.reserved
        self.node = node
        self.cpu: int = _cpu_total(resources)
        self.memory: int = (resources.get("Memory") or _NOTHING).get("MemoryMB") or 0
        self.disk: int = (resources.get("Disk") or _NOTHING).get("DiskMB") or 0
        if reserved:
            self.cpu -= (reserved.get("Cpu") or _NOTHING).get("CpuShares") or 0
            self.memory -= (reserved.get("Memory") or _NOTHING).get("MemoryMB") or 0
            self.disk -= (reserved.get("Disk") or _NOTHING).get("DiskMB") or 0
        self.max_allocs: int = node.raw.get("NodeMaxAllocs") or 0
        self.min_dynamic_port: int = resources.get("MinDynamicPort") or 20000
        self.max_dynamic_port: int = resources.get("MaxDynamicPort") or 32000
        self.modes: frozenset[str] = frozenset([n.get("Mode") or "host" for n in resources.get("Networks") or ()])
        self._reserved_at: dict[str, frozenset[int]] = {}

    @cached_property
    def usable_cores(self) -> tuple[int, ...]:
        """The cores that are not disabled, by id."""
        return tuple(sorted(c.get("ID") or 0 for c in _cores(self.node.resources) if not c.get("Disable")))

    @cached_property
    def core_mhz(self) -> dict[int, int]:
        """The speed of each core, by id."""
        return {c.get("ID") or 0: _mhz(c) for c in _cores(self.node.resources)}

    @cached_property
    def devices(self) -> tuple[DeviceGroup, ...]:
        """The devices, in the order of the node."""
        return tuple(DeviceGroup(d) for d in self.node.resources.get("Devices") or ())

    @cached_property
    def aliases(self) -> dict[str, list[str]]:
        """The addresses of each host network, by its name."""
        found: dict[str, list[str]] = {}
        for _, address in self._addresses():
            found.setdefault(address.get("Alias") or "", []).append(address.get("Address") or "")
        return found

    @cached_property
    def host_address(self) -> str:
        """The address of groups that use the node's own network."""
        for mode, address in self._addresses():
            if mode == "host" and address.get("Address"):
                return str(address["Address"])
        networks = self.node.resources.get("Networks") or ()
        return next((n.get("IP") or "" for n in networks if (n.get("Mode") or "host") == "host"), "")

    @cached_property
    def old_networks(self) -> tuple[OldNetwork, ...]:
        """The networks as tasks with networks of their own see them."""
        networks = self.node.resources.get("Networks") or ()
        return tuple(OldNetwork(n.get("Device") or "", n.get("MBits") or 0, _addresses(n)) for n in networks if n.get("Device"))

    @cached_property
    def reserved_everywhere(self) -> frozenset[int]:
        """Ports that the node keeps for itself on all addresses."""
        return frozenset(ports_of((self.node.reserved.get("Networks") or {}).get("ReservedHostPorts") or ""))

    @cached_property
    def reserved_on(self) -> dict[str, frozenset[int]]:
        """Ports that the node keeps for itself, by address."""
        return {a.get("Address") or "": frozenset(ports_of(a["ReservedPorts"])) for _, a in self._addresses() if a.get("ReservedPorts")}

    def reserved_at(self, address: str) -> frozenset[int]:
        """Ports that the node keeps for itself on an address."""
        found = self._reserved_at.get(address)
        if found is None:
            found = self._reserved_at[address] = self.reserved_everywhere | self.reserved_on.get(address, frozenset())
        return found

    def _addresses(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Each address with the mode of its network."""
        for network in self.node.resources.get("NodeNetworks") or ():
            for address in network.get("Addresses") or ():
                yield network.get("Mode") or "", address


def facts_table(state: ClusterState) -> dict[str, NodeFacts]:
    """What is read of the nodes so far, by id."""
    return state.derived("scheduler.facts", dict, of=EACH_NODE)


def facts_of(state: ClusterState, node: Node) -> NodeFacts:
    """The facts of a node, read once per state."""
    table = facts_table(state)
    found = table.get(node.id)
    if found is None:
        found = table[node.id] = NodeFacts(node)
    return found


def ports_of(text: str) -> Iterator[int]:
    """The ports of a list such as `22,8000-8100`; what does not read as ports is left out."""
    for part in text.split(",")[:PORTS]:
        first, dash, last = part.strip().partition("-")
        if first.isascii() and first.isdigit() and (not dash or (last.isascii() and last.isdigit())) and len(first) < 7 and len(last) < 7:
            yield from range(int(first), min(int(last) if dash else int(first), PORTS - 1) + 1)


def _cores(resources: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    cores: list[Mapping[str, Any]] = ((resources.get("Processors") or {}).get("Topology") or {}).get("Cores") or []
    return cores


def _mhz(core: Mapping[str, Any]) -> int:
    return core.get("BaseSpeed") or core.get("MaxSpeed") or core.get("GuessSpeed") or 0


def _cpu_total(resources: Mapping[str, Any]) -> int:
    topology = (resources.get("Processors") or {}).get("Topology") or {}
    override: int = topology.get("OverrideTotalCompute") or 0
    if override:
        return override
    cores = _cores(resources)
    if cores:
        return sum(map(_mhz, cores))
    # A client older than the processor topology.
    shares: int = (resources.get("Cpu") or {}).get("CpuShares") or 0
    return shares


def _addresses(network: Mapping[str, Any]) -> tuple[str, ...]:
    cidr, ip = network.get("CIDR") or "", network.get("IP") or ""
    if cidr and not cidr.endswith(("/32", "/128")):
        from ipaddress import ip_network
        from itertools import islice

        try:
            return tuple(str(address) for address in islice(ip_network(cidr, strict=False), ADDRESSES_TRIED))
        except ValueError:
            pass
    return (cidr.partition("/")[0] or ip,)


def _attribute(value: Any) -> Attribute | None:
    if not isinstance(value, dict):
        return None
    for name in ("Float", "Int", "String", "Bool"):
        found = value.get(name)
        if found is not None:
            unit = value.get("Unit") or ""
            # A unit that Nomad does not know is none.
            return Attribute(float(found) if name == "Float" else found, unit if name in ("Float", "Int") and unit in UNITS else "")
    return None
