"""No eligible node has the network.

## What it does
Looks for the network's mode and the host networks of its ports, on the ready nodes of the job's pool and datacenters.

## Why is this bad?
Nomad accepts the job and never places it.

## Example
```json state
{"nodes": [{"Name": "c1"}, {"Name": "c2"}]}
```

```hcl group
network {
  port "http" {
    host_network = "public"
  }
}
```

## Use instead
```hcl group
network {
  port "http" {}
}
```
"""

from __future__ import annotations

from nomadspec.rules.candidates import facts, some
from nomadspec.rules.rule import Finding
from nomadspec.rules.runtime_names import ports_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CLU010"
NAME = "cluster-network-missing"
SEVERITY = "error"
BLOCKS = ("NetworkResource",)


def check(visit: Visit) -> Iterator[Finding]:
    network, found = visit.block, facts(visit)
    if not found or visit.parent is None or visit.parent.block.TYPE != "TaskGroup":
        return
    from nomadspec.scheduler.feasibility import network_faults

    mode = network.mode or "host"
    bare = network.changed(port=[], reserved_ports=[])
    if all(any(network_faults(node, bare)) for node in found):
        modes = {name for node in found for name in node.modes}
        yield Finding(
            f"no eligible node (of {len(found)}) has a network with mode {mode!r}", "mode", help=f"Network modes on these nodes: {some(modes) or 'none'}."
        )
        return
    for port in ports_of(network):
        if port.host_network and all(any(network_faults(node, bare.changed(port=[port]))) for node in found):
            names = {name for node in found for name in node.aliases if name}
            at = visit.path.item("port", port.label) / "host_network"
            yield Finding(
                f"no eligible node (of {len(found)}) has host network {port.host_network!r}", at, help=f"Host networks on these nodes: {some(names) or 'none'}."
            )
