"""`iops` has no effect.

## What it does
Looks for `iops`.

## Why is this bad?
Nomad has not scheduled IO operations since 0.9.

## Example
```hcl task
resources {
  iops = 100
}
```

## Use instead
```hcl task
resources {
  cpu = 100
}
```

## Fix safety
Safe: removing it does not change what Nomad does with the job.
"""

from __future__ import annotations

from nomadspec.rules.fixes import remove_attribute
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DEP004"
NAME = "resources-iops"
SEVERITY = "warning"
SAME_AS = "NOM6131"
BLOCKS = ("Resources",)
IF_WRITTEN = ("iops",)
FIXABLE = "safe"


def check(visit: Visit) -> Iterator[Finding]:
    if visit.has("iops"):
        yield Finding(
            "iops has no effect",
            "iops",
            help="Remove iops.",
            fix=remove_attribute(visit.block, "iops", "remove iops", safe=True),
        )
