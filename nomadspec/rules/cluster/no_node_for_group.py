"""Each need of the group is met somewhere, but no node meets them all.

## What it does
Runs all of the scheduler's checks of a node on the ready nodes of the job's pool and datacenters: constraints, drivers, devices, networks, volumes, static ports beside those of other jobs, and the size of the node when empty. Speaks only where no single one of them fails everywhere: then another rule names it.

## Why is this bad?
The job is accepted and never placed.
"""

from __future__ import annotations

from nomadspec.rules.candidates import ask_of, facts
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CLU015"
NAME = "cluster-no-node-for-group"
SEVERITY = "error"
BLOCKS = ("TaskGroup",)


def check(visit: Visit) -> Iterator[Finding]:
    found = facts(visit)
    ask = ask_of(visit) if found else None
    if ask is None:
        return
    from nomadspec.rules.node_faults import bench_of

    bench, faults = bench_of(visit), []
    for node in found:
        here = bench.faults(ask, node)
        if not here:
            return
        faults.append(here)
    if len(found) > 1 and not set.intersection(*faults):
        counts = {reason: sum(reason in here for here in faults) for here in faults for reason in here}
        worst = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:4]
        yield Finding(
            f"none of {len(found)} eligible nodes meets everything that the group needs",
            None,
            help="Failing: " + "; ".join(f"{reason.strip()} on {count}" for reason, count in worst) + ".",
        )
