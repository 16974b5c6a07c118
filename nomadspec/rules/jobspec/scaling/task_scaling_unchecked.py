"""A task's scaling policy has an invalid range.

## What it does
Compares `min` and `max` of the `scaling` blocks of tasks, which Nomad does not validate.

## Why is this bad?
An autoscaler cannot work with an empty or negative range.

## Example
```hcl task
scaling "cpu" {
  min = 500
  max = 100
}
```

## Use instead
```hcl task
scaling "cpu" {
  min = 100
  max = 500
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "SCA002"
NAME = "task-scaling-unchecked"
SEVERITY = "warning"
BLOCKS = ("ScalingPolicy",)


def check(visit: Visit) -> Iterator[Finding]:
    block = visit.block
    if visit.parent is None or visit.parent.block.TYPE != "Task":
        return
    if block.max is not None and block.max < (block.min or 0):
        yield Finding(f"max ({block.max}) is less than min ({block.min or 0})", "max")
    elif (block.min or 0) < 0:
        yield Finding("min must not be negative", "min")
