"""The schedule never launches the job.

## What it does
Looks for the next launch of each schedule, up to the last supported year (2099).

## Why is this bad?
Nomad accepts dates that do not exist, reversed ranges and years in the past. The job is registered but never launched.

## Example
```hcl job
type = "batch"
periodic {
  crons = ["0 0 30 2 *"]
}
```

## Use instead
```hcl job
type = "batch"
periodic {
  crons = ["0 0 28 2 *"]
}
```
"""

from __future__ import annotations

from nomadspec.rules import schedules
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "PER001"
NAME = "periodic-never"
SEVERITY = "error"
BLOCKS = ("PeriodicConfig",)


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.enabled is False:
        return
    for at, text, schedule in schedules.of(visit):
        if not schedules.comes(schedule, visit):
            yield Finding(f'schedule "{text}" never launches', at, help=schedules.why_never(schedule))
