"""A static port is taken on every eligible node.

## What it does
Offers the port on each ready node of the job's pool and datacenters, beside the allocations of other jobs that run there. Where the cluster lets the job preempt all of its holders on a node, the port counts as free.

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
BLOCKS = ("NetworkResource",)


def check(visit: Visit) -> Iterator[Finding]:
    network = visit.block
    found = facts(visit) if network.reserved_ports else []
    if not found or visit.parent is None or visit.parent.block.TYPE != "TaskGroup":
        return
    from nomadspec.rules.node_faults import bench_of

    bench = bench_of(visit)
    views = [bench.beside_others(node) for node in found]
    for port in network.reserved_ports:
        alone = network.changed(port=[], reserved_ports=[port])
        faults = [bench.port_fault(view, alone) for view in views]
        # A node without the host network is no node without the port.
        if not all(faults) or not any("collision" in fault for fault in faults):
            continue
        jobs = {a.job_id for view in views for a in view.allocs if any(p.value == port.static for p in a.resources.ports)}
        held = f" Held by {', '.join(sorted(jobs)[:5])}." if jobs else ""
        yield Finding(
            f"port {port.static} is taken on all of {len(found)} eligible nodes",
            visit.path.item("port", port.label) / "static",
            help=f"Use another port or a dynamic one.{held}",
        )
