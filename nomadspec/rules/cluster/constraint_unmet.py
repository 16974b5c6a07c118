"""No eligible node meets the constraint.

## What it does
Evaluates each constraint as the scheduler does, on the ready nodes of the job's pool and datacenters.

## Why is this bad?
Nomad accepts the job and never places it.

## Example
```json state
{"nodes": [{"Name": "c1"}, {"Name": "c2"}]}
```

```hcl group
constraint {
  attribute = "${attr.cpu.arch}"
  value     = "arm64"
}
```

## Use instead
```hcl group
constraint {
  attribute = "${attr.cpu.arch}"
  value     = "amd64"
}
```
"""

from __future__ import annotations

from nomadspec.rules.candidates import constraints, nodes, some
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CLU005"
NAME = "cluster-constraint-unmet"
SEVERITY = "error"
BLOCKS = ("Job", "TaskGroup", "Task")


def check(visit: Visit) -> Iterator[Finding]:
    if not visit.block.constraint:
        return
    found = nodes(visit)
    if not found:
        return
    from nomadspec.cluster.targets import resolve
    from nomadspec.scheduler.group_request import Check

    for path, constraint in constraints(visit):
        attribute, operator = constraint.attribute or "", constraint.operator or "="
        if operator in ("distinct_hosts", "distinct_property"):
            continue
        test = Check(attribute, operator, constraint.value or "")
        if any(test.holds(node) for node in found):
            continue
        values = {value for node in found for value, there in (resolve(attribute, node),) if there}
        yield Finding(
            f"no eligible node (of {len(found)}) meets {attribute} {operator} {constraint.value or ''}".rstrip(),
            path,
            help=f"Values on these nodes: {some(values)}." if values else f"No node has {attribute}.",
        )
