"""A datacenter of the job has no ready node.

## What it does
Looks for ready nodes of the job's pool in each of `datacenters`. It is an error if none has any, and a warning if some do, or if the job is a system job, which waits for nodes.

## Why is this bad?
Nomad accepts the job and never places it, or places it in fewer datacenters than it lists.

## Example
```json state
{"nodes": [{"Name": "c1"}, {"Name": "c2"}]}
```

```hcl job
datacenters = ["dc9"]
```

## Use instead
```hcl job
datacenters = ["dc1"]
```
"""

from __future__ import annotations

from nomadspec.rules.candidates import asks_for_none, some, state_of
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CLU003"
NAME = "cluster-datacenter-empty"
SEVERITY = "error"
BLOCKS = ("Job",)


def check(visit: Visit) -> Iterator[Finding]:
    state, job = state_of(visit), visit.block
    if state is None or asks_for_none(visit):
        return
    from nomadspec.scheduler.candidates import datacenter_matcher, in_pool

    ready = {node.datacenter for node in state.nodes.values() if node.ready and in_pool(node, job)}
    wanted = job.datacenters or ["*"]
    if not ready:
        return
    empty = [(index, name) for index, name in enumerate(wanted) if not any(map(datacenter_matcher(job.changed(datacenters=[name])), ready))]
    for index, name in empty:
        yield Finding(
            f"datacenter {name!r} has no ready nodes in the job's pool",
            visit.path.item("datacenters", index),
            help=f"Datacenters with ready nodes: {some(ready)}.",
            severity="error" if len(empty) == len(wanted) and job.type not in ("system", "sysbatch") else "warning",
        )
