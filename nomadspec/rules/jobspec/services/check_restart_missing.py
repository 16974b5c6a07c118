"""A failing check never restarts the task.

## What it does
Looks for checks without `check_restart`, both in the check and in its service.

## Why is this bad?
Unhealthy instances get no requests, but keep running until somebody intervenes.

## Example
```hcl group
network {
  port "http" {
    to = 80
  }
}
service {
  name = "web"
  port = "http"
  check {
    type     = "http"
    path     = "/health"
    interval = "10s"
    timeout  = "2s"
  }
}
```

## Use instead
```hcl group
network {
  port "http" {
    to = 80
  }
}
service {
  name = "web"
  port = "http"
  check {
    type     = "http"
    path     = "/health"
    interval = "10s"
    timeout  = "2s"
  }
  check_restart {
    limit = 3
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

CODE = "SVC004"
NAME = "check-restart-missing"
SEVERITY = "info"
BLOCKS = ("ServiceCheck",)
PERSONA = "pedantic"


def check(visit: Visit) -> Iterator[Finding]:
    service = visit.parent.block if visit.parent is not None else None
    if visit.block.check_restart is None and service is not None and service.check_restart is None and visit.job.type in (None, "", "service", "system"):
        yield Finding("a failing check does not restart the task", None, help="Add `check_restart` if a restart helps.")
