"""The job's node pool has no ready node.

## What it does
Looks for ready nodes in `node_pool`. For system jobs, which wait for nodes, the finding is a warning.

## Why is this bad?
Nomad accepts the job and never places it.

## Example
```json state
{"nodes": [{"Name": "c1"}, {"Name": "c2"}]}
```

```hcl job
node_pool = "gpu"
```

## Use instead
```hcl job
node_pool = "default"
```
"""

from __future__ import annotations

from nomadspec.rules.candidates import asks_for_none, some, state_of
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CLU002"
NAME = "cluster-pool-empty"
SEVERITY = "error"
BLOCKS = ("Job",)


def check(visit: Visit) -> Iterator[Finding]:
    state = state_of(visit)
    pool = visit.block.node_pool or "default"
    if state is None or pool == "all" or asks_for_none(visit):
        return
    ready = {node.pool for node in state.nodes.values() if node.ready}
    if pool not in ready:
        yield Finding(
            f"node pool {pool!r} has no ready nodes",
            "node_pool",
            help=f"Node pools with ready nodes: {some(ready) or 'none'}.",
            severity="warning" if visit.block.type in ("system", "sysbatch") else None,
        )
