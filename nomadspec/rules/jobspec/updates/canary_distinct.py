"""A distinct constraint may leave no node for canaries.

## What it does
Looks for groups with `update.canary` and a `distinct_property` or `distinct_hosts` constraint.

## Why is this bad?
Canaries run next to the old allocations, and the constraint applies to both. If every node or property value is taken, the canary cannot be placed and the update waits.

## Example
```hcl group
count = 2
constraint {
  distinct_property = "${meta.rack}"
}
update {
  canary = 1
}
```

## Use instead
```hcl group
count = 2
constraint {
  distinct_property = "${meta.rack}"
}
update {
  max_parallel = 1
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding
from nomadspec.rules.updates import place, setting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "UPD010"
NAME = "canary-distinct"
SEVERITY = "info"
BLOCKS = ("TaskGroup",)
PERSONA = "pedantic"
IF_WRITTEN = ("update", "job.update")


def check(visit: Visit) -> Iterator[Finding]:
    group, job = visit.block, visit.job
    if not setting(job, group, "canary") or job.type in ("batch", "sysbatch", "system"):
        return
    blocks = [job, group, *(group.task or ())]
    constraints = [constraint for block in blocks for constraint in block.constraint or ()]
    operators = {constraint.operator for constraint in constraints if (constraint.operator, constraint.value) != ("distinct_hosts", "false")}
    for operator in ("distinct_property", "distinct_hosts"):
        if operator in operators:
            yield Finding(
                f"canaries also have to satisfy {operator}, next to the old allocations, so an update may not be able to place them",
                place(visit, "canary"),
                help="Make sure there is room for the canaries, or use max_parallel without canaries.",
            )
            return
