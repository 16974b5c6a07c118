"""The task runs as root.

## What it does
Looks for `user = "root"` (or 0).

## Why is this bad?
Whatever escapes from the task or writes to a shared volume does so as root.

## Example
```hcl task
user = "root"
```

## Use instead
```hcl task
user = "nobody"
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "SEC007"
NAME = "user-root"
SEVERITY = "info"
BLOCKS = ("Task",)
IF_WRITTEN = ("user",)
PERSONA = "pedantic"


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.user in ("root", "0", "root:root", "0:0"):
        yield Finding("task runs as root", "user")
