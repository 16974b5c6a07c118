"""What servers accept of a plan: node by node, what is wanted there after it must fit, else that node's part is dropped.

Without preemption every plan fits, for the scheduler looked at the same state. With it a plan can count the room of one victim twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.scheduler.node_facts import NodeFacts, facts_of
from nomadspec.scheduler.ports import NodePorts

if TYPE_CHECKING:
    from nomadspec.cluster.resources import AllocatedResources
    from nomadspec.cluster.state import ClusterState
    from nomadspec.scheduler.outcome import Outcome


def refused_nodes(state: ClusterState, outcome: Outcome) -> list[str]:
    """The ids of the nodes whose part of the plan the servers drop, in the order of ids."""
    gone = {stop.alloc.id for stop in outcome.stops if stop.desired != "run"}
    added: dict[str, list[AllocatedResources]] = {}
    for placement in outcome.placements:
        gone.update(victim.id for victim in placement.preempted)
        added.setdefault(placement.node.id, []).append(placement.resources)
    for update in outcome.updates:
        if update.kind == "inplace" and update.alloc.id in outcome.resources:
            gone.add(update.alloc.id)
            added.setdefault(update.alloc.node_id, []).append(outcome.resources[update.alloc.id])
    refused = []
    for node_id in sorted(added):
        node = state.nodes.get(node_id)
        held = [a.resources for a in state.allocations_on_node(node_id) if not a.terminal and a.id not in gone]
        if node is None or not fits(facts_of(state, node), [*held, *added[node_id]]):
            refused.append(node_id)
    return refused


def fits(facts: NodeFacts, held: list[AllocatedResources]) -> bool:
    """Whether a node can hold all this: cpu, memory, disk, cores, devices, ports, number of allocations."""
    cpu = memory = disk = 0
    cores: set[int] = set()
    devices: set[tuple[str, str, str, str]] = set()
    for resources in held:
        usage = resources.usage
        cpu, memory, disk = cpu + usage.cpu, memory + usage.memory, disk + usage.disk
        if usage.cores:
            if not cores.isdisjoint(usage.cores):
                return False
            cores |= usage.cores
        for device in resources.devices():
            for instance in device.ids:
                if (*device.key, instance) in devices:
                    return False
                devices.add((*device.key, instance))
    if cpu > facts.cpu or memory > facts.memory or disk > facts.disk or not cores.issubset(facts.usable_cores):
        return False
    if facts.max_allocs and len(held) > facts.max_allocs:
        return False
    return not any(resources.holds_ports for resources in held) or not NodePorts(facts, held).collision
