"""No eligible node has the device.

## What it does
Looks for enough healthy devices that match the name and the constraints, on the ready nodes of the job's pool and datacenters.

## Why is this bad?
Nomad accepts the job and never places it.

## Example
```json state
{"nodes": [{"Name": "c1"}, {"Name": "c2"}]}
```

```hcl task
resources {
  device "nvidia/gpu" {}
}
```

## Use instead
```hcl task
resources {
  memory = 512
}
```
"""

from __future__ import annotations

from nomadspec.rules.candidates import facts, some
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CLU009"
NAME = "cluster-device-missing"
SEVERITY = "error"
BLOCKS = ("RequestedDevice",)


def check(visit: Visit) -> Iterator[Finding]:
    request, found = visit.block, facts(visit)
    if not found:
        return
    from nomadspec.scheduler.devices import NodeDevices, device_fault

    faults = [device_fault(node, request, NodeDevices(node, ())) for node in found]
    if not all(faults):
        return
    names = {"/".join(group.key) for node in found for group in node.devices}
    there = sorted({fault for fault in faults if not fault.startswith("no device ")})
    if there:
        yield Finding(f"no eligible node (of {len(found)}) can serve the request: {there[0]}", "name", help=f"Devices on these nodes: {some(names)}.")
    else:
        yield Finding(f"no eligible node (of {len(found)}) has device {request.name!r}", "name", help=f"Devices on these nodes: {some(names) or 'none'}.")
