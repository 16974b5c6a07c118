"""No eligible node meets all requirements of the group, although each requirement is met by some node.

## What it does
Runs all of the scheduler's checks on the ready nodes of the job's pool and datacenters: constraints, drivers, devices, networks, volumes, static ports that other jobs may hold, and the size of the empty node. A requirement that no node meets is reported by its own rule instead.

## Why is this bad?
Nomad accepts the job and never places it.

## Example
```json state
{
  "nodes": [
    {"Name": "c1", "Attributes": {"cpu.arch": "arm64"}, "Drivers": {"docker": {"Detected": true, "Healthy": true}}},
    {"Name": "c2", "Attributes": {"cpu.arch": "arm64"}, "Drivers": {"docker": {"Detected": true, "Healthy": true}}},
    {"Name": "c3", "Attributes": {"cpu.arch": "amd64"}, "Drivers": {"exec": {"Detected": true, "Healthy": true}}}
  ]
}
```

```hcl group
constraint {
  attribute = "${attr.cpu.arch}"
  value     = "amd64"
}
```

## Use instead
```hcl group
constraint {
  attribute = "${attr.cpu.arch}"
  value     = "arm64"
}
```
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
    from nomadspec.rules.node_faults import fitness_of

    fitness, faults = fitness_of(visit), []
    for node in found:
        here = fitness.faults(ask, node)
        if not here:
            return
        faults.append(here)
    if len(found) > 1 and not set.intersection(*faults):
        counts = {reason: sum(reason in here for here in faults) for here in faults for reason in here}
        worst = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:4]
        yield Finding(
            f"no eligible node (of {len(found)}) meets all requirements of the group",
            None,
            help="Unmet: " + "; ".join(f"{reason.strip()} on {count}" for reason, count in worst) + ".",
        )
