"""The cluster does not have the CSI volume, or no eligible node can mount it.

## What it does
Looks up the volume in the job's namespace (with `per_alloc`, the volume of each instance), and its plugin on the ready nodes of the job's pool and datacenters.

## Why is this bad?
Nomad accepts the job and never places it.

## Example
```json state
{
  "nodes": [{"Name": "c1", "CSINodePlugins": {"ebs": {"Healthy": true}}}],
  "csi_volumes": [{"ID": "web-data", "Namespace": "default", "PluginID": "ebs"}]
}
```

```hcl group
volume "data" {
  type            = "csi"
  source          = "data"
  access_mode     = "single-node-writer"
  attachment_mode = "file-system"
}
```

## Use instead
```hcl group
volume "data" {
  type            = "csi"
  source          = "web-data"
  access_mode     = "single-node-writer"
  attachment_mode = "file-system"
}
```
"""

from __future__ import annotations

from nomadspec.rules.candidates import nodes, some, sources_of, state_of
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CLU008"
NAME = "cluster-csi-volume-missing"
SEVERITY = "error"
BLOCKS = ("VolumeRequest",)


def check(visit: Visit) -> Iterator[Finding]:
    state = state_of(visit)
    if state is None or visit.block.type != "csi":
        return
    namespace, found = visit.job.namespace or "default", nodes(visit)
    for source in sources_of(visit):
        held = state.csi_volumes.get((namespace, source))
        if held is None:
            names = {name for space, name in state.csi_volumes if space == namespace}
            yield Finding(f"namespace {namespace!r} has no CSI volume {source!r}", "source", help=f"CSI volumes in this namespace: {some(names) or 'none'}.")
            return
        plugin = held.get("PluginID") or ""
        if found and not any(((node.raw.get("CSINodePlugins") or {}).get(plugin) or {}).get("Healthy") for node in found):
            text = f"no eligible node (of {len(found)}) runs CSI plugin {plugin!r}, which volume {source!r} needs"
            yield Finding(text, "source", help="Run the node plugin on these nodes.")
            return
