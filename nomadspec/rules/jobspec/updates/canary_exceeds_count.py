"""More canaries than instances.

## What it does
Compares `update.canary` with `count`.

## Why is this bad?
Nomad accepts it and starts them all: more than the group shall have afterwards. As many canaries as instances is a blue/green deployment.

## Example
```hcl
job "web" {
  group "web" {
    count = 1
    update {
      canary = 2
    }
    task "server" {
      driver = "docker"
      config {
        image = "nginx:1.27"
      }
    }
  }
}
```

## Use instead
```hcl
job "web" {
  group "web" {
    count = 2
    update {
      canary = 2
    }
    task "server" {
      driver = "docker"
      config {
        image = "nginx:1.27"
      }
    }
  }
}
```
"""

from __future__ import annotations

from nomadspec.jobspec.path import ModelPath
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "UPD001"
NAME = "canary-exceeds-count"
SEVERITY = "info"
ON = ("TaskGroup",)
WHEN = ("update.canary", "job.update.canary")


def check(visit: Visit) -> Iterator[Finding]:
    group, job = visit.block, visit.job
    update = group.update or job.update
    if update is None or group.scaling is not None or job.type in ("batch", "sysbatch", "system"):
        return
    count = 1 if group.count is None else group.count
    if (update.canary or 0) > count > 0:
        at = visit.path / "update" / "canary" if group.update is not None else ModelPath(visit.parent.path if visit.parent else None, "update") / "canary"
        yield Finding(f"{update.canary} canaries for a count of {count}", at, help=f"Use at most {count}.")
