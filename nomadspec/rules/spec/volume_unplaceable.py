"""No node can hold a volume.

## What it does
With a state, reports host volumes that no ready node can hold: none is in the node pool, has the plugin, or meets a constraint; and CSI volumes whose plugin the cluster does not have.

## Why is this bad?
`nomad volume create` fails: no node meets the requirements.

## Example
```hcl spec
type      = "host"
name      = "data"
plugin_id = "mkdir"
node_pool = "storage"
```

```json state
{"nodes": [{"NodePool": "default"}]}
```

## Use instead
```hcl spec
type      = "host"
name      = "data"
plugin_id = "mkdir"
node_pool = "default"
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nomadspec.cluster.objects import Node
    from nomadspec.cluster.state import ClusterState
    from nomadspec.rules.spec_visit import SpecVisit

CODE = "SPC111"
NAME = "volume-no-node"
SEVERITY = "error"
BLOCKS = ("volume",)


def check(visit: SpecVisit) -> Iterator[Finding]:
    state, api = visit.state, visit.spec.api
    if state is None or not state.nodes:
        return
    yield from _csi(state, api) if "ExternalID" in api else _host(state, api)


def _csi(state: ClusterState, api: Any) -> Iterator[Finding]:
    plugin = api["PluginID"]
    if plugin and not any(plugin in (node.raw.get(key) or {}) for node in state.nodes.values() for key in ("CSINodePlugins", "CSIControllerPlugins")):
        yield Finding(f"no node runs the CSI plugin {plugin!r}", "plugin_id", help="Run the plugin's jobs first, or correct the name.")


def _host(state: ClusterState, api: Any) -> Iterator[Finding]:
    pool, node_id, plugin = api["NodePool"], api["NodeID"], api["PluginID"]
    nodes = [node for node in state.nodes.values() if node.ready]
    if node_id:
        if node_id not in state.nodes:
            yield Finding(f"the cluster has no node {node_id}", "node_id")
        elif pool not in ("", "all", state.nodes[node_id].pool):
            yield Finding(f"node {node_id} is not in node pool {pool!r}", "node_pool", help=f"It is in {state.nodes[node_id].pool}.")
        return
    if pool not in ("", "all"):
        nodes = [node for node in nodes if node.pool == pool]
        if not nodes:
            yield Finding(f"node pool {pool!r} has no ready node", "node_pool")
            return
    # What no node reports is not known: states of older releases, and those from configuration, have no plugins.
    if plugin and any(_has_plugins(node) for node in nodes):
        nodes = [node for node in nodes if f"plugins.host_volume.{plugin}.version" in node.attributes]
        if not nodes:
            yield Finding(f"no ready node has the host volume plugin {plugin!r}", "plugin_id")
            return
    yield from _unmet(nodes, api)


def _has_plugins(node: Node) -> bool:
    return any(name.startswith("plugins.host_volume.") for name in node.attributes)


def _unmet(nodes: list[Node], api: Any) -> Iterator[Finding]:
    from nomadspec.scheduler.group_request import Check

    for number, row in enumerate(api.get("Constraints") or ()):
        test = Check(row["LTarget"], row["Operand"], row["RTarget"])
        if nodes and not any(test.holds(node) for node in nodes):
            yield Finding(f"no ready node (of {len(nodes)}) meets {test.reason}".rstrip(), f"constraint[{number}]")
