"""Fit: does a group fit on a node beside what would be there, how well does it fill it, and what exactly would it get?

In the order in which Nomad looks: ports of the group; for each task its network, devices and cores; then the sums. The first lack names the
dimension. With a preemptor, each lack is first met by victims.
"""

from __future__ import annotations

from nomadspec.cluster.resources import AllocatedNetwork, AllocatedResources, usage_of
from nomadspec.scheduler.devices import NO_MATCH, device_fault
from nomadspec.scheduler.fit import Fit, Offers
from nomadspec.scheduler.ports import PortError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.cluster.objects import SchedulerConfig
    from nomadspec.cluster.resources import Usage
    from nomadspec.scheduler.fit import AnyAllocation
    from nomadspec.scheduler.group_request import GroupRequest
    from nomadspec.scheduler.node_facts import NodeFacts
    from nomadspec.scheduler.ports import NodePorts
    from nomadspec.scheduler.preemption import Preemptor
    from nomadspec.scheduler.views import NodeView

#: Devices do not fit: the text of the dimension.
NO_DEVICES = f"devices: {NO_MATCH}"


def fit(view: NodeView, ask: GroupRequest, config: SchedulerConfig, preemptor: Preemptor | None = None) -> Fit:
    """Tries the group on the node."""
    view.refresh()
    if preemptor is not None:
        return _fit(view, ask, config, preemptor)
    if view.fit_of is not ask:
        view.fit, view.fit_of = _fit(view, ask, config, None), ask
    assert view.fit is not None
    return view.fit


def resources_of(found: Fit, ask: GroupRequest, view: NodeView, *, oversubscription: bool) -> AllocatedResources:
    """What the allocation would hold. The plan must not have changed on the node since the fit."""
    facts, offers = view.facts, found.offers
    tasks = ask.plain_tasks(oversubscription=oversubscription)
    if offers is not None and not ask.plain:
        tasks = {name: offers.of_task(name, task, facts) for name, task in tasks.items()}
    if ask.network is None:
        return AllocatedResources(tasks, ask.disk)
    ports = offers.ports if offers is not None else view.ports().offer(ask.network)
    static, dynamic = tuple(p for p in ports if p.reserved), tuple(p for p in ports if not p.reserved)
    network = AllocatedNetwork(ask.network.mode or "", "", facts.host_address, ask.network.mbits or 0, static, dynamic)
    return AllocatedResources(tasks, ask.disk, (network,), ports)


def _fit(view: NodeView, ask: GroupRequest, config: SchedulerConfig, preemptor: Preemptor | None) -> Fit:
    if preemptor is None and ask.plain and not (view.ports_held or ask.needs_ports or view.cores or view.facts.max_allocs):
        return _fit_by_sums(view, ask, config)
    out = Fit()
    facts = view.facts
    allocs = view.allocs
    victims: list[AnyAllocation] = []
    ports: NodePorts | None = None
    if view.ports_held or ask.needs_ports or ask.has_task_networks:
        ports = view.ports()
        if ports.collision:
            return Fit("network: port collision")
        offering = ask.network is not None and ask.needs_ports and not (ask.plain and ports.has_room(ask.network))
        if offering or not ask.plain:
            ports = ports.copy()
        if offering and ask.network is not None:
            offers = out.offers = Offers()
            try:
                offers.ports = ports.offer(ask.network)
            except PortError as error:
                found = preemptor.for_ports(allocs, ask.network) if preemptor is not None else None
                if found is None:
                    return Fit(f"network: {error}")
                victims += found
                allocs = _without(allocs, found)
                ports = view.ports_of(allocs)
                try:
                    offers.ports = ports.offer(ask.network)
                except PortError as again:
                    return Fit(f"network: {again}")
            ports.take_ports(offers.ports)
    usage = ask.usage
    if not ask.plain:
        left = _tasks(view, ask, preemptor, out, ports, allocs, victims)
        if isinstance(left, str):
            return Fit(left)
        allocs = left
        usage = _usage(ask, facts, out)
    dimension, cpu, memory = _sum(facts, view, allocs, usage)
    if dimension:
        freed = preemptor.for_resources(facts, allocs, usage) if preemptor is not None else None
        if freed is None:
            return Fit(dimension)
        victims += freed
    out.usage = usage
    out.binpack = _packing(facts, cpu, memory, config)
    if victims:
        out.victims = tuple(victims)
    out.collisions = view.count(ask.job.id or "", ask.name)
    return out


def _fit_by_sums(view: NodeView, ask: GroupRequest, config: SchedulerConfig) -> Fit:
    """The fit where sums alone decide: nodes that are as large, and as full, share it."""
    facts, collisions = view.facts, view.count(ask.job.id or "", ask.name)
    key = (facts.cpu, facts.memory, facts.disk, view.cpu, view.memory, view.disk, collisions, config.algorithm)
    found = ask.fits_by_sums.get(key)
    if found is None:
        dimension, cpu, memory = _sum(facts, view, view.allocs, ask.usage)
        found = ask.fits_by_sums[key] = Fit(dimension)
        if not dimension:
            found.usage, found.collisions = ask.usage, collisions
            found.binpack = _packing(facts, cpu, memory, config)
    return found


def _packing(facts: NodeFacts, cpu: int, memory: int, config: SchedulerConfig) -> float:
    return 0.0 if facts.cpu == 0 and facts.memory == 0 else packing(facts, cpu, memory, config.algorithm)


def _without(allocs: list[AnyAllocation], victims: list[AnyAllocation]) -> list[AnyAllocation]:
    gone = set(map(id, victims))
    return [a for a in allocs if id(a) not in gone]


def _tasks(
    view: NodeView, ask: GroupRequest, preemptor: Preemptor | None, out: Fit, ports: NodePorts | None, allocs: list[AnyAllocation], victims: list[AnyAllocation]
) -> list[AnyAllocation] | str:
    """Networks, devices and cores of the tasks: what is left of `allocs`, or the dimension that is lacking."""
    facts = view.facts
    if out.offers is None:
        out.offers = Offers()
    offers = out.offers
    devices = view.devices(allocs) if ask.has_devices else None
    cores_taken: set[int] = set()
    matched = total = 0.0
    for task in ask.tasks:
        if task.networks:
            assert ports is not None
            try:
                network = ports.offer_task(task.networks[0])
            except PortError as error:
                found = preemptor.for_bandwidth(facts, allocs, task.networks[0]) if preemptor is not None else None
                if found is None:
                    return f"network: {error}"
                victims += found
                allocs = _without(allocs, found)
                ports = view.ports_of(allocs)
                try:
                    network = ports.offer_task(task.networks[0])
                except PortError as again:
                    return f"network: {again}"
            ports.take_network(network)
            offers.task_networks[task.name] = network
        for request in task.devices:
            assert devices is not None
            assigned = devices.assign(request)
            if assigned is None:
                found = preemptor.for_device(facts, allocs, devices, request) if preemptor is not None else None
                if found is None:
                    return NO_DEVICES
                victims += found
                allocs = _without(allocs, found)
                devices = view.devices(allocs)
                assigned = devices.assign(request)
                if assigned is None:
                    return NO_DEVICES
            device, one_matched, one_total = assigned
            devices.take(device)
            offers.devices.setdefault(task.name, []).append(device)
            matched += one_matched
            total += one_total
        if task.cores:
            used = cores_taken.union(*(a.resources.usage.cores for a in allocs))
            free = [core for core in facts.usable_cores if core not in used]
            if len(free) < task.cores:
                return "cores"
            offers.cores[task.name] = tuple(free[: task.cores])
            cores_taken.update(free[: task.cores])
    out.device_weights = (matched, total)
    return allocs


def _usage(ask: GroupRequest, facts: NodeFacts, out: Fit) -> Usage:
    offers = out.offers
    if not ask.has_cores or offers is None:
        return ask.usage
    return usage_of((offers.of_task(name, task, facts) for name, task in ask.plain_tasks(oversubscription=False).items()), ask.disk)


def _sum(facts: NodeFacts, view: NodeView, allocs: list[AnyAllocation], ask: Usage) -> tuple[str, int, int]:
    """(the dimension that is lacking or "", cpu and memory in use with the ask)."""
    if facts.max_allocs > 0 and facts.max_allocs < len(allocs) + 1:
        return "max allocation exceeded", 0, 0
    if allocs is view.allocs:
        cpu, memory, disk, cores, overlap = view.cpu, view.memory, view.disk, view.cores, view.core_overlap
    else:
        usages = [a.resources.usage for a in allocs]
        cpu, memory, disk = sum(u.cpu for u in usages), sum(u.memory for u in usages), sum(u.disk for u in usages)
        cores = frozenset().union(*(u.cores for u in usages))
        overlap = len(cores) != sum(len(u.cores) for u in usages)
    cpu, memory, disk = cpu + ask.cpu, memory + ask.memory, disk + ask.disk
    if overlap or not cores.isdisjoint(ask.cores):
        return "cores", cpu, memory
    if cpu > facts.cpu:
        return "cpu", cpu, memory
    if cores and not cores.issubset(facts.usable_cores):
        return "cores", cpu, memory
    if memory > facts.memory:
        return "memory", cpu, memory
    if disk > facts.disk:
        return "disk", cpu, memory
    return "", cpu, memory


def packing(facts: NodeFacts, cpu: int, memory: int, algorithm: str) -> float:
    """How full (binpack) or how empty (spread) the node would be, from 0 to 1."""
    free_cpu = 1 - float(cpu) / float(facts.cpu) if facts.cpu else _full(cpu)
    free_memory = 1 - float(memory) / float(facts.memory) if facts.memory else _full(memory)
    total = float(10.0**free_cpu + 10.0**free_memory)
    score = total - 2 if algorithm == "spread" else 20.0 - total
    return min(max(score, 0.0), 18.0) / 18.0


def _full(used: int) -> float:
    return 1.0 if used <= 0 else -300.0


def _detail(view: NodeView, ask: GroupRequest, dimension: str) -> str:
    """What there is of a dimension that the tasks lack."""
    facts = view.facts
    if dimension == "cores":
        return f"{len(facts.usable_cores) - len(view.cores & set(facts.usable_cores))} of {len(facts.usable_cores)} free"
    if dimension == NO_DEVICES:
        free = view.devices(view.allocs)
        faults = [fault for task in ask.tasks for request in task.devices if (fault := device_fault(facts, request, free))]
        return "; ".join(dict.fromkeys(faults)) or "several requests need the same devices"
    return ""


def shortfalls(view: NodeView, ask: GroupRequest) -> Iterator[tuple[str, str]]:
    """Everything that the node lacks for the group, with numbers: (dimension, detail)."""
    view.refresh()
    facts, ports = view.facts, view.ports().copy()
    if ports.collision:
        yield "network: port collision", "two allocations hold one port, or one holds a port that the node reserves"
    if ask.network is not None:
        try:
            ports.take_ports(ports.offer(ask.network))
        except PortError as error:
            holders = sorted(
                {a.name for a in view.allocs for p in a.resources.ports for wanted in ask.network.reserved_ports or () if p.value == wanted.static}
            )
            withheld = [text for port in ask.network.reserved_ports or () if (text := ports.reserved(port))]
            yield f"network: {error}", "; ".join([*withheld, *([f"held by {', '.join(holders)}"] if holders else [])])
    out = Fit()
    if not ask.plain:
        left = _tasks(view, ask, None, out, ports, view.allocs, [])
        if isinstance(left, str):
            yield left, _detail(view, ask, left)
    if facts.max_allocs > 0 and facts.max_allocs < len(view.allocs) + 1:
        yield "max allocation exceeded", f"{len(view.allocs)} of {facts.max_allocs} allocations"
    if view.core_overlap:
        yield "cores", "two allocations hold one core"
    usage = _usage(ask, facts, out)
    for dimension, wanted, used, available, unit in (
        ("cpu", usage.cpu, view.cpu, facts.cpu, "MHz"),
        ("memory", usage.memory, view.memory, facts.memory, "MB"),
        ("disk", usage.disk, view.disk, facts.disk, "MB"),
    ):
        if used + wanted > available:
            yield dimension, f"needs {wanted} {unit}, {available - used} of {available} are free"
