"""`max_parallel = 0` disables deployments.

## What it does
Looks for `max_parallel = 0` in `update`.

## Why is this bad?
All allocations are replaced at once without health monitoring; the other fields of the block have no effect.

## Example
```hcl group
update {
  max_parallel = 0
}
```

## Use instead
```hcl group
update {
  max_parallel = 1
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding
from nomadspec.rules.updates import counts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "UPD004"
NAME = "update-max-parallel-zero"
SEVERITY = "info"
BLOCKS = ("UpdateStrategy",)
IF_WRITTEN = ("max_parallel",)


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.max_parallel == 0 and visit.job.type in (None, "", "service") and counts(visit, "max_parallel"):
        yield Finding("max_parallel = 0 disables deployments: all allocations are replaced at once, without health monitoring", "max_parallel")
