"""No ready node is in the job's datacenters.

## What it does
Looks for ready nodes of the job's pool in each datacenter of `datacenters`. An error where none has any, a warning where some have (or in a system job, which then waits for nodes).

## Why is this bad?
The job is accepted and never placed, or only in fewer places than it says.
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
    from nomadspec.scheduler.placement import datacenter_matcher, in_pool

    ready = {node.datacenter for node in state.nodes.values() if node.ready and in_pool(node, job)}
    wanted = job.datacenters or ["*"]
    if not ready:
        return
    empty = [(index, name) for index, name in enumerate(wanted) if not any(map(datacenter_matcher(job.changed(datacenters=[name])), ready))]
    for index, name in empty:
        yield Finding(
            f"no ready node of the job's pool is in the datacenter {name}",
            visit.path.item("datacenters", index),
            help=f"Ready nodes are in: {some(ready)}.",
            severity="error" if len(empty) == len(wanted) and job.type not in ("system", "sysbatch") else "warning",
        )
