"""No eligible node has the host volume.

## What it does
Looks for the volume's `source` on the ready nodes of the job's pool and datacenters, and whether it can be used as the job requires: `sticky`, `read_only`, access mode, namespace. With `per_alloc` it looks for the volume of each instance.

## Why is this bad?
Nomad accepts the job and never places it.

## Example
```json state
{"nodes": [{"Name": "c1", "HostVolumes": {"certs": {"Path": "/srv/certs"}}}]}
```

```hcl group
volume "certs" {
  type   = "host"
  source = "certificates"
}
```

## Use instead
```hcl group
volume "certs" {
  type   = "host"
  source = "certs"
}
```
"""

from __future__ import annotations

from nomadspec.rules.candidates import facts, nodes, some, sources_of
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nomadspec.rules.rule import Visit

CODE = "CLU007"
NAME = "cluster-host-volume-missing"
SEVERITY = "error"
BLOCKS = ("VolumeRequest",)


def check(visit: Visit) -> Iterator[Finding]:
    volume, found = visit.block, nodes(visit)
    if volume.type != "host" or not found:
        return
    for index, source in enumerate(sources_of(visit)):
        there: list[Any] = [held for node in found if (held := (node.raw.get("HostVolumes") or {}).get(source)) is not None]
        if not there:
            names = {name for node in found for name in node.raw.get("HostVolumes") or {}}
            yield Finding(
                f"no eligible node (of {len(found)}) has host volume {source!r}", "source", help=f"Host volumes on these nodes: {some(names) or 'none'}."
            )
            return
        if not volume.read_only and all(held.get("ReadOnly") for held in there):
            yield Finding(f"host volume {source!r} is read-only on every eligible node", "source", help="Set read_only = true.")
            return
        from nomadspec.rules.node_faults import fitness_of

        fitness = fitness_of(visit)
        faults = {fitness.volume_fault(node, volume, index) for node in facts(visit) if source in (node.node.raw.get("HostVolumes") or {})}
        if "" not in faults:
            yield Finding(f"no eligible node (of {len(found)}) can serve the volume: {min(faults)}", "source")
            return
