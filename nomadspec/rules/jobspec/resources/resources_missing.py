"""A task without `resources`.

## What it does
Looks for tasks without the block.

## Why is this bad?
The task gets the defaults of 100 MHz and 300 MB, which rarely fit: it is killed if it needs more memory.

## Example
```hcl task
config {
  image = "nginx:1.27"
}
```

## Use instead
```hcl task
resources {
  cpu    = 200
  memory = 128
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "RES001"
NAME = "resources-missing"
SEVERITY = "info"
BLOCKS = ("Task",)
PERSONA = "pedantic"


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.resources is None:
        yield Finding("task has no resources block and gets the defaults of 100 MHz and 300 MB", None, help="Add a resources block.")
