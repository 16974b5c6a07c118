"""`datacenters = []` means every datacenter.

## What it does
Looks for an empty list of datacenters.

## Why is this bad?
An empty list does not mean nowhere: Nomad treats it as `["*"]`, as if it were unset.

## Example
```hcl job
datacenters = []
```

## Use instead
```hcl job
datacenters = ["*"]
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CON014"
NAME = "datacenter-list"
SEVERITY = "info"
BLOCKS = ("Job",)


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.datacenters == []:
        yield Finding("an empty list of datacenters means every datacenter", "datacenters", help='Remove the line, or write ["*"].')
