"""A static port is taken on every eligible node.

## What it does
Offers the port on each ready node of the job's pool and datacenters, beside the allocations of other jobs that run there.

## Why is this bad?
The job is accepted and cannot be placed until somebody frees the port.
"""

from __future__ import annotations

from nomadspec.rules.candidates import facts
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CLU011"
NAME = "cluster-static-port-taken"
SEVERITY = "error"
ON = ("NetworkResource",)


def check(visit: Visit) -> Iterator[Finding]:
    network, state = visit.block, visit.subject.state
    found = facts(visit) if network.reserved_ports else []
    if not found or state is None or visit.parent is None or visit.parent.block.TYPE != "TaskGroup":
        return
    from nomadspec.scheduler.ports import NodePorts, PortError

    own = (visit.job.namespace or "default", visit.job.id)
    indices = []
    for node in found:
        others = [a for a in state.allocations_on_node(node.node.id) if not a.terminal and (a.namespace, a.job_id) != own]
        indices.append((NodePorts(node, [a.resources for a in others]), others))
    for port in network.reserved_ports:
        alone = network.changed(port=[], reserved_ports=[port])
        collisions = 0
        for index, _ in indices:
            try:
                index.offer(alone)
                break
            except PortError as error:
                # A node without the host network is no node without the port.
                collisions += "collision" in str(error)
        else:
            if not collisions:
                continue
            jobs = {a.job_id for _, others in indices for a in others if any(p.value == port.static for p in a.resources.ports)}
            held = f" Held by {', '.join(sorted(jobs)[:5])}." if jobs else ""
            yield Finding(
                f"port {port.static} is taken on all of {len(found)} eligible nodes",
                visit.path.item("port", port.label) / "static",
                help=f"Use another port or a dynamic one.{held}",
            )
