"""`leader` has no effect on the only task of a group.

## What it does
Looks for `leader = true` in groups with one task.

## Why is this bad?
When the leader ends, the other tasks are stopped, but there are none.

## Example
```hcl task
leader = true
```

## Use instead
```hcl task
leader = false
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "LIF001"
NAME = "leader-alone"
SEVERITY = "info"
BLOCKS = ("TaskGroup",)
IF_WRITTEN = ("task.leader",)


def check(visit: Visit) -> Iterator[Finding]:
    group = visit.block
    tasks = group.task or []
    if len(tasks) == 1 and tasks[0].leader and not any(service.connect is not None for service in group.service or ()):
        yield Finding("leader has no effect on the only task of a group", visit.path.item("task", tasks[0].name) / "leader", help="Remove leader.")
