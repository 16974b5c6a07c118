"""More canaries than instances.

## What it does
Compares `update.canary` with `count`.

## Why is this bad?
Nomad starts all of them, which is more instances than the group has afterwards. For a blue/green deployment, set `canary` to the count.

## Example
```hcl group
count = 1
update {
  canary = 2
}
```

## Use instead
```hcl group
count = 2
update {
  canary = 2
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding
from nomadspec.rules.updates import place, setting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "UPD001"
NAME = "canary-exceeds-count"
SEVERITY = "info"
BLOCKS = ("TaskGroup",)
IF_WRITTEN = ("update.canary", "job.update.canary")


def check(visit: Visit) -> Iterator[Finding]:
    group, job = visit.block, visit.job
    if group.scaling is not None or job.type in ("batch", "sysbatch", "system"):
        return
    canaries, count = setting(job, group, "canary") or 0, 1 if group.count is None else group.count
    if canaries > count > 0:
        yield Finding(f"canary = {canaries} exceeds the group's count of {count}", place(visit, "canary"), help=f"Set canary to at most {count}.")
