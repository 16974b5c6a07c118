"""A static port is taken or reserved on every eligible node.

## What it does
Checks the port on each ready node of the job's pool and datacenters, next to the allocations of other jobs that run there. A port counts as free if the job may preempt every allocation that holds it.

## Why is this bad?
Nomad accepts the job and cannot place it until the port is free.

## Example
```json state
{
  "nodes": [{"Name": "c1", "ID": "5d3a40f2-0000-4000-8000-000000000001"}],
  "jobs": [{"ID": "proxy", "TaskGroups": [{"Name": "proxy"}]}],
  "allocations": [{
    "ID": "5d3a40f2-0000-4000-8000-000000000002", "JobID": "proxy", "TaskGroup": "proxy",
    "NodeID": "5d3a40f2-0000-4000-8000-000000000001", "ClientStatus": "running", "DesiredStatus": "run",
    "AllocatedResources": {"Shared": {"Ports": [{"Label": "http", "Value": 8080, "HostIP": "10.0.0.1"}]}}
  }]
}
```

```hcl group
network {
  port "http" {
    static = 8080
  }
}
```

## Use instead
```hcl group
network {
  port "http" {
    to = 8080
  }
}
```
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
    from nomadspec.rules.node_faults import fitness_of

    fitness = fitness_of(visit)
    views = [fitness.beside_others(node) for node in found]
    for port in network.reserved_ports:
        alone = network.changed(port=[], reserved_ports=[port])
        faults = [fitness.port_fault(view, alone) for view in views]
        # A node without the host network is no node without the port.
        if not all(faults) or not any("collision" in fault for fault in faults):
            continue
        reserved = sorted({text for view in views if (text := fitness.reserved(view, port))})
        if reserved and all(fitness.reserved(view, port) for view in views):
            yield Finding(
                f"port {port.static} is reserved on every eligible node: {reserved[0]}",
                visit.path.item("port", port.label) / "static",
                help="Use another port, or remove it from reserved_ports in the configuration of the clients.",
            )
            continue
        jobs = {a.job_id for view in views for a in view.allocs if any(p.value == port.static for p in a.resources.ports)}
        held = f" Held by {', '.join(sorted(jobs)[:5])}." if jobs else ""
        yield Finding(
            f"port {port.static} is taken on every eligible node",
            visit.path.item("port", port.label) / "static",
            help=f"Use another port or a dynamic port.{held}",
        )
