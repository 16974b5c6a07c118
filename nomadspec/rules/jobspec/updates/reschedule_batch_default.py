"""A batch group is rescheduled at most once a day.

## What it does
Looks for groups of batch jobs without a `reschedule` block.

## Why is this bad?
The default for batch jobs is one attempt in 24 hours; after that the allocation stays failed.

## Example
```hcl job
type = "batch"
```

## Use instead
```hcl job
type = "batch"
group "import" {
  reschedule {
    attempts  = 3
    interval  = "1h"
    unlimited = false
  }
  task "import" {
    driver = "docker"
    config {
      image = "busybox:1.36"
    }
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

CODE = "UPD009"
NAME = "reschedule-batch-default"
SEVERITY = "info"
BLOCKS = ("TaskGroup",)
PERSONA = "pedantic"


def check(visit: Visit) -> Iterator[Finding]:
    if visit.job.type == "batch" and visit.block.reschedule is None and visit.job.reschedule is None:
        yield Finding("failed allocations of this batch job are rescheduled only once in 24 hours", None, help="Add a reschedule block.")
