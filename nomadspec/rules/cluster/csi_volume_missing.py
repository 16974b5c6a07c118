"""The cluster has no such CSI volume, or no eligible node can mount it.

## What it does
Looks the volume up in the job's namespace (with `per_alloc` the volume of each instance), and its plugin on the ready nodes of the job's pool and datacenters.

## Why is this bad?
The job is accepted and never placed.
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
            yield Finding(f"the namespace {namespace} has no CSI volume {source}", "source", help=f"There are: {some(names) or 'none'}.")
            return
        plugin = held.get("PluginID") or ""
        if found and not any(((node.raw.get("CSINodePlugins") or {}).get(plugin) or {}).get("Healthy") for node in found):
            text = f"none of {len(found)} eligible nodes runs the CSI plugin {plugin} of the volume {source}"
            yield Finding(text, "source", help="Run its node plugin there.")
            return
