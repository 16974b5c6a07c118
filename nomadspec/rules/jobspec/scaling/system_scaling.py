"""A system job cannot be scaled.

## What it does
Looks for `scaling` in groups of system jobs.

## Why is this bad?
`validate` and `plan` accept the job; `run` fails to register it.

## Example
```hcl job
type = "system"
group "agent" {
  scaling {
    max = 3
  }
  task "agent" {
    driver = "docker"
    config {
      image = "busybox:1.36"
    }
  }
}
```

## Use instead
```hcl job
type = "system"
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "SCA001"
NAME = "system-scaling"
SEVERITY = "error"
BLOCKS = ("ScalingPolicy",)


def check(visit: Visit) -> Iterator[Finding]:
    if visit.job.type == "system" and visit.parent is not None and visit.parent.block.TYPE == "TaskGroup":
        yield Finding("a system job cannot have a scaling block; registering it fails", None, help="Remove the scaling block.")
