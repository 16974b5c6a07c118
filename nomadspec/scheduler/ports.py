"""Ports and bandwidth of a node: what is in use, and an offer for a group or a task.

Used ports are kept per address. Static ports come first, each on the first address of its host network where it is free; dynamic ones take
any number of the node's range that is neither used there nor in the same offer. Which number Nomad draws is chance; here it is the highest
free one, so that a plan is the same each time.
"""

from __future__ import annotations

from nomadspec.cluster.resources import AllocatedNetwork, AllocatedPort
from nomadspec.cluster.targets import resolve
from nomadspec.scheduler.node_facts import PORTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from nomadspec._generated.job_model import NetworkResource, Port
    from nomadspec.cluster.resources import AllocatedResources
    from nomadspec.scheduler.node_facts import NodeFacts


class PortError(Exception):
    """No offer; the text is what Nomad says after `network: `."""


class NodePorts:
    """The network index of one node."""

    __slots__ = ("_bandwidth", "_facts", "_tops", "_used", "collision")

    def __init__(self, facts: NodeFacts, held: Iterable[AllocatedResources]) -> None:
        self._facts = facts
        self._used: dict[str, set[int]] = {}
        self._tops: dict[str, int] = {}
        """By address: above it, all dynamic ports are in use."""
        self._bandwidth: dict[str, int] = {}
        self.collision = False
        """Two allocations of the node hold one port, or one holds a port that the node reserves."""
        for resources in held:
            self.add(resources)

    def copy(self) -> NodePorts:
        """One of its own, for offers that are only tried."""
        made = NodePorts(self._facts, ())
        made._used = {address: set(used) for address, used in self._used.items()}
        made._tops, made._bandwidth, made.collision = dict(self._tops), dict(self._bandwidth), self.collision
        return made

    def _on(self, address: str) -> Set[int]:
        used = self._used.get(address)
        return self._facts.reserved_at(address) if used is None else used

    def add(self, resources: AllocatedResources) -> None:
        """One more allocation is on the node."""
        if resources.ports:
            for port in resources.ports:
                self._take(port.host_ip, port.value, ignore=port.ignore_collision)
            return
        for network in resources.networks:
            self.take_network(network)
        for task in resources.tasks.values():
            if task.networks:
                self.take_network(task.networks[0])

    def _take(self, address: str, value: int, *, ignore: bool = False) -> None:
        used = self._used.get(address)
        if used is None:
            used = self._used[address] = set(self._facts.reserved_at(address))
        if (value in used and not ignore) or not 0 <= value < PORTS:
            self.collision = True
        used.add(value)

    def take_network(self, network: AllocatedNetwork) -> None:
        """The network's ports and bandwidth are in use from now on."""
        for port in (*network.reserved_ports, *network.dynamic_ports):
            self._take(network.ip, port.value, ignore=port.ignore_collision)
        self._bandwidth[network.device] = self._bandwidth.get(network.device, 0) + network.mbits

    def take_ports(self, ports: Iterable[AllocatedPort]) -> None:
        """An offer is taken."""
        for port in ports:
            self._take(port.host_ip, port.value, ignore=port.ignore_collision)

    def has_room(self, ask: NetworkResource) -> bool:
        """Whether an offer is certain without making it: only dynamic ports are asked for and the node has many left."""
        if ask.reserved_ports:
            return False
        size = self._facts.max_dynamic_port - self._facts.min_dynamic_port
        for port in ask.port or ():
            addresses = self._facts.aliases.get(self._network_of(port))
            if not addresses or len(self._on(addresses[0])) + len(ask.port or ()) > size:
                return False
        return True

    def offer(self, ask: NetworkResource) -> tuple[AllocatedPort, ...]:
        """Ports for a group network. Raises `PortError`."""
        offered: list[AllocatedPort] = []
        taken: set[int] = set()
        static: dict[str, set[int]] = {}
        tops: dict[tuple[str, str], int] = {}
        for port in ask.reserved_ports or ():
            network = self._network_of(port)
            static.setdefault(network, set()).add(port.static)
            offered.append(self._static(port, network))
            taken.add(port.static)
        for port in ask.port or ():
            network = self._network_of(port)
            addresses = self._facts.aliases.get(network, ())
            for address in addresses:
                top = tops.get((network, address), PORTS)
                value = self._free(address, taken, static.get(network, _NOTHING), top)
                if value is not None:
                    tops[network, address] = value
                    offered.append(AllocatedPort(port.label, value, value if port.to == -1 else port.to, address, host_network=network, reserved=False))
                    taken.add(value)
                    break
            else:
                raise PortError("dynamic port selection failed" if addresses else f"no addresses available for {network} network")
        return tuple(offered)

    def _network_of(self, port: Port) -> str:
        return resolve(port.host_network, self._facts.node)[0] if port.host_network else "default"

    def _static(self, port: Port, network: str) -> AllocatedPort:
        if not 0 <= port.static < PORTS:
            raise PortError(f"invalid port {port.static} (out of range)")
        addresses = self._facts.aliases.get(network, ())
        for address in addresses:
            if port.ignore_collision or port.static not in self._on(address):
                return AllocatedPort(port.label, port.static, port.to, address, ignore_collision=port.ignore_collision, host_network=network)
        raise PortError(f"reserved port collision {port.label}={port.static}" if addresses else f"no addresses available for {network} network")

    def _free(self, address: str, taken: Set[int], static: Set[int], below: int = PORTS) -> int | None:
        """The highest port, `below` one, that is free and neither taken by the same offer nor static."""
        used, least = self._on(address), self._facts.min_dynamic_port
        top = self._tops.get(address, min(self._facts.max_dynamic_port, PORTS - 1))
        while top >= least and top in used:
            top -= 1
        self._tops[address] = top
        for value in range(min(top, below - 1), least - 1, -1):
            if value not in used and value not in taken and value not in static:
                return value
        return None

    def reserved(self, port: Port) -> str:
        """What of the node's configuration keeps a static port from tasks; "" where nothing does."""
        network = self._network_of(port)
        addresses = self._facts.aliases.get(network, ())
        if port.static in self._facts.reserved_everywhere:
            return f"port {port.static} is reserved by the node (client.reserved.reserved_ports)"
        if addresses and all(port.static in self._facts.reserved_at(address) for address in addresses):
            return f"port {port.static} is reserved on the node (reserved_ports of host network {network!r})"
        return ""

    def offer_task(self, ask: NetworkResource) -> AllocatedNetwork:
        """A network for a task (deprecated). Raises `PortError`."""
        error = "no networks available"
        mbits = ask.mbits or 0
        for network in self._facts.old_networks:
            for address in network.addresses:
                if self._bandwidth.get(network.device, 0) + mbits > network.mbits:
                    error = "bandwidth exceeded"
                    continue
                used = self._on(address)
                collision = next((p for p in ask.reserved_ports or () if p.static in used), None)
                if collision is not None:
                    error = f"reserved port collision {collision.label}={collision.static}"
                    continue
                taken = {p.static for p in ask.reserved_ports or ()}
                dynamic: list[AllocatedPort] = []
                for port in ask.port or ():
                    value = self._free(address, taken, _NOTHING)
                    if value is None:
                        error = "dynamic port selection failed"
                        break
                    taken.add(value)
                    to = value if port.to == -1 else port.to
                    dynamic.append(AllocatedPort(port.label, value, to, address, host_network=port.host_network, reserved=False))
                else:
                    reserved = tuple(AllocatedPort(p.label, p.static, p.to, address, host_network=p.host_network) for p in ask.reserved_ports or ())
                    return AllocatedNetwork(ask.mode or "", network.device, address, mbits, reserved, tuple(dynamic))
        raise PortError(error)


_NOTHING: frozenset[int] = frozenset()
