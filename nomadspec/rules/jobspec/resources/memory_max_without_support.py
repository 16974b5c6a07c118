"""`memory_max` applies only if the cluster allows it.

## What it does
Looks for `memory_max`.

## Why is this bad?
Unless memory oversubscription is enabled in the scheduler configuration, `memory_max` is ignored and `memory` is the limit.

## Example
```hcl task
resources {
  memory     = 128
  memory_max = 512
}
```

## Use instead
```hcl task
resources {
  memory = 512
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "RES002"
NAME = "memory-max-without-support"
SEVERITY = "info"
BLOCKS = ("Resources",)
IF_WRITTEN = ("memory_max",)
PERSONA = "pedantic"


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.memory_max:
        yield Finding("memory_max is ignored unless memory oversubscription is enabled in the cluster", "memory_max")
