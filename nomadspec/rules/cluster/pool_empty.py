"""No ready node is in the job's node pool.

## What it does
Looks for ready nodes in `node_pool`. A warning in a system job, which then waits for nodes.

## Why is this bad?
The job is accepted and never placed.
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
            f"no ready node is in the node pool {pool}",
            "node_pool",
            help=f"Ready nodes are in: {some(ready) or 'none'}.",
            severity="warning" if visit.block.type in ("system", "sysbatch") else None,
        )
