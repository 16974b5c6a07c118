"""`migrate` without `sticky`.

## What it does
Looks for `migrate = true` in `ephemeral_disk` blocks that are not sticky.

## Why is this bad?
Data is moved to the new allocation only if the disk is sticky.

## Example
```hcl group
ephemeral_disk {
  migrate = true
}
```

## Use instead
```hcl group
ephemeral_disk {
  migrate = true
  sticky  = true
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "STO011"
NAME = "migrate-without-sticky"
SEVERITY = "info"
BLOCKS = ("EphemeralDisk",)


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.migrate and not visit.block.sticky:
        yield Finding("migrate has no effect without sticky = true", "migrate", help="Set sticky = true.")
