"""Preemption: which allocations of less important jobs must go so that a group fits on a node.

Candidates are the node's allocations of other jobs; eligible are those whose job has a priority at least ten lower. Static ports, devices and
finally cpu, memory and disk are freed in this order, each step without the victims of the one before.
"""

from __future__ import annotations

from math import exp, inf, sqrt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from nomadspec._generated.job_model import Job, NetworkResource, RequestedDevice
    from nomadspec.cluster.resources import Usage
    from nomadspec.cluster.state import Allocation
    from nomadspec.scheduler.context import PlannedAllocation
    from nomadspec.scheduler.devices import NodeDevices
    from nomadspec.scheduler.node_facts import NodeFacts

    AnyAllocation: TypeAlias = Allocation | PlannedAllocation

#: A job preempts only jobs whose priority is lower by at least this.
PRIORITY_DELTA = 10


class Preemptor:
    """Preemption for one job."""

    __slots__ = ("_job_id", "_namespace", "_priority")

    def __init__(self, job: Job) -> None:
        self._namespace = job.namespace or "default"
        self._job_id = job.id or ""
        self._priority = 50 if job.priority is None else job.priority

    def others(self, allocs: Sequence[AnyAllocation]) -> list[AnyAllocation]:
        """Allocations of other jobs."""
        return [a for a in allocs if (a.namespace, a.job_id) != (self._namespace, self._job_id)]

    def eligible(self, allocs: Sequence[AnyAllocation]) -> list[AnyAllocation]:
        """Of other jobs and unimportant enough, the least important first."""
        return sorted((a for a in self.others(allocs) if a.priority <= self._priority - PRIORITY_DELTA), key=lambda a: a.priority)

    def for_ports(self, allocs: Sequence[AnyAllocation], ask: NetworkResource) -> list[AnyAllocation] | None:
        """Holders of the static ports asked for; None when one of them must stay or there is none."""
        eligible, others = self.eligible(allocs), self.others(allocs)
        victims: list[AnyAllocation] = []
        for port in ask.reserved_ports or ():
            holder = next((a for a in eligible if _holds_static(a, port.static)), None)
            if holder is None:
                if any(_holds_static(a, port.static) for a in others):
                    return None
            elif holder not in victims:
                victims.append(holder)
        return victims or None

    def for_bandwidth(self, facts: NodeFacts, allocs: Sequence[AnyAllocation], ask: NetworkResource) -> list[AnyAllocation] | None:
        """Victims for the network of a task (deprecated): on one device, holders of the static ports and of the missing bandwidth."""
        need, eligible, others = ask.mbits or 0, self.eligible(allocs), self.others(allocs)
        for network in facts.old_networks:
            if network.mbits < need:
                continue
            used = sum(_mbits(a, network.device) for a in allocs)
            free = network.mbits - used
            victims: list[AnyAllocation] = []
            blocked = False
            for port in ask.reserved_ports or ():
                holders = [a for a in others if any(port.static == p.value for n in a.resources.all_networks() for p in n.reserved_ports)]
                blocked = blocked or any(a not in eligible for a in holders)
                victims += [a for a in holders if a not in victims]
            if blocked:
                continue
            free += sum(_mbits(a, network.device) for a in victims)
            rest = [a for a in eligible if a not in victims and _mbits(a, network.device)]
            rest.sort(key=lambda a: (a.priority, abs(_mbits(a, network.device) - need) / need if need else 0.0))
            for allocation in rest:
                if free >= need:
                    break
                victims.append(allocation)
                free += _mbits(allocation, network.device)
            if free >= need and victims:
                return victims
        return None

    def for_device(self, facts: NodeFacts, allocs: Sequence[AnyAllocation], devices: NodeDevices, request: RequestedDevice) -> list[AnyAllocation] | None:
        """Victims that free the instances of one request, all of one device group; `devices` knows what is free."""
        from nomadspec.scheduler.devices import count_of, serves

        need, eligible = count_of(request), self.eligible(allocs)
        best: tuple[float, list[AnyAllocation]] | None = None
        for group in facts.devices:
            if not serves(group, request):
                continue
            held = {id(a): sum(len(d.ids) for d in a.resources.devices() if d.key == group.key) for a in allocs}
            free = len(devices.free(group))
            option: list[AnyAllocation] = []
            freed = 0
            for allocation in eligible:
                if held[id(allocation)] and freed + free < need:
                    option.append(allocation)
                    freed += held[id(allocation)]
            if freed + free < need or not option:
                continue
            option.sort(key=lambda a: -held[id(a)])
            cut: list[AnyAllocation] = []
            taken = 0
            for allocation in option:
                cut.append(allocation)
                taken += held[id(allocation)]
                if taken >= need:
                    break
            priorities = float(sum({a.priority for a in cut}))
            if best is None or priorities < best[0]:
                best = (priorities, cut)
        return None if best is None else best[1]

    def for_resources(self, facts: NodeFacts, allocs: Sequence[AnyAllocation], ask: Usage) -> list[AnyAllocation] | None:
        """Victims that free cpu, memory and disk for `ask`, or None. The job's own allocations are overlooked, as in Nomad."""
        others = self.others(allocs)
        free = _Free(facts, others)
        eligible = self.eligible(allocs)
        need = [ask.cpu, ask.memory, ask.disk]
        taken: list[AnyAllocation] = []
        original = free.copy()
        covered = False
        while eligible and not covered:
            lowest = eligible[0].priority
            nearest = min((a for a in eligible if a.priority == lowest), key=lambda a: _distance(need, a.resources.usage))
            eligible.remove(nearest)
            taken.append(nearest)
            usage = nearest.resources.usage
            need = [need[0] - usage.cpu, need[1] - usage.memory, need[2] - usage.disk]
            free.add(usage)
            covered = free.covers(ask)
        if not covered:
            return None
        full = [ask.cpu, ask.memory, ask.disk]
        taken.sort(key=lambda a: -_distance(full, a.resources.usage))
        for i, allocation in enumerate(taken):
            original.add(allocation.resources.usage)
            if original.covers(ask):
                return taken[: i + 1]
        return taken


class _Free:
    """What the node would have left."""

    __slots__ = ("cores", "cpu", "disk", "memory")

    def __init__(self, facts: NodeFacts, allocs: Sequence[AnyAllocation]) -> None:
        usages = [a.resources.usage for a in allocs]
        self.cpu = facts.cpu - sum(u.cpu for u in usages)
        self.memory = facts.memory - sum(u.memory for u in usages)
        self.disk = facts.disk - sum(u.disk for u in usages)
        self.cores = set(facts.usable_cores).difference(*(u.cores for u in usages))

    def copy(self) -> _Free:
        out = object.__new__(_Free)
        out.cpu, out.memory, out.disk, out.cores = self.cpu, self.memory, self.disk, set(self.cores)
        return out

    def add(self, usage: Usage) -> None:
        self.cpu += usage.cpu
        self.memory += usage.memory
        self.disk += usage.disk
        self.cores |= usage.cores

    def covers(self, ask: Usage) -> bool:
        cores = not self.cores or ask.cores <= self.cores
        return self.cpu >= ask.cpu and cores and self.memory >= ask.memory and self.disk >= ask.disk


def _distance(need: Sequence[int], usage: Usage) -> float:
    """How unlike the need an allocation is, over memory, cpu and disk; what is no longer needed plays no part."""
    total = 0.0
    for wanted, used in ((need[1], usage.memory), (need[0], usage.cpu), (need[2], usage.disk)):
        if wanted > 0:
            part = (float(wanted) - float(used)) / float(wanted)
            total += part * part
    return sqrt(total)


def _holds_static(allocation: AnyAllocation, port: int) -> bool:
    return any(p.value == port for network in allocation.resources.networks for p in network.reserved_ports)


def _mbits(allocation: AnyAllocation, device: str) -> int:
    return sum(n.mbits for n in allocation.resources.all_networks() if n.device == device)


def preemption_score(victims: Sequence[AnyAllocation]) -> float:
    """Near 1 when the victims matter little, near 0 when they matter much."""
    priorities = [float(a.priority) for a in victims]
    highest = max(priorities)
    net = highest + sum(priorities) / highest if highest else inf
    try:
        return 1.0 / (1 + exp(0.0048 * (net - 2048.0)))
    except OverflowError:
        return 0.0
