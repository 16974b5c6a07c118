"""`disk` has no effect.

## What it does
Looks for `disk`.

## Why is this bad?
Disk space is set per group; Nomad silently drops this number.

## Example
```hcl task
resources {
  disk = 500
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

CODE = "DEP005"
NAME = "resources-disk"
SEVERITY = "warning"
BLOCKS = ("Resources",)
IF_WRITTEN = ("disk",)
FIXABLE = "safe"


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.disk is not None:
        yield Finding(
            "disk has no effect",
            "disk",
            help="Set size in the group's ephemeral_disk block.",
            fix=remove_attribute(visit.block, "disk", "remove disk", safe=True),
        )
