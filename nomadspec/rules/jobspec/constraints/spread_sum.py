"""The percentages of a spread's targets do not add up to 100.

## What it does
Adds up `percent` of the targets.

## Why is this bad?
The rest goes to all other values of the attribute, including values without a target.

## Example
```hcl group
spread {
  attribute = "${node.datacenter}"
  target "dc1" {
    percent = 60
  }
  target "dc2" {
    percent = 30
  }
}
```

## Use instead
```hcl group
spread {
  attribute = "${node.datacenter}"
  target "dc1" {
    percent = 60
  }
  target "dc2" {
    percent = 40
  }
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CON013"
NAME = "spread-sum"
SEVERITY = "info"
BLOCKS = ("Spread",)
PERSONA = "pedantic"


def check(visit: Visit) -> Iterator[Finding]:
    total = sum(target.percent or 0 for target in visit.block.target or ())
    if 0 < total < 100:
        yield Finding(f"spread percentages add up to {total}; the remaining {100 - total} percent go to values without a target", None)
