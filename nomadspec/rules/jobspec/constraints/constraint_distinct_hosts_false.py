"""`distinct_hosts = false` has no effect.

## What it does
Looks for a `distinct_hosts` constraint that is set to false.

## Why is this bad?
It does not override a `distinct_hosts` constraint of the job, so the block only misleads.

## Example
```hcl group
constraint {
  operator = "distinct_hosts"
  value    = "false"
}
```

## Use instead
```hcl group
constraint {
  operator = "distinct_hosts"
  value    = "true"
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CON008"
NAME = "constraint-distinct-hosts-false"
SEVERITY = "info"
BLOCKS = ("Constraint",)


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.operator == "distinct_hosts" and (visit.block.value or "").lower() in ("false", "f", "0"):
        yield Finding("distinct_hosts = false has no effect", "value", help="Remove the constraint.")
