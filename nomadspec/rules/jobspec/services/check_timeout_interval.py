"""A check's timeout is longer than its interval.

## What it does
Compares `timeout` with `interval`.

## Why is this bad?
The next probe starts before the previous one has timed out. Probes pile up, and a hanging service is noticed late.

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
    timeout  = "30s"
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
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "SVC002"
NAME = "check-timeout-interval"
SEVERITY = "warning"
BLOCKS = ("ServiceCheck",)
IF_WRITTEN = ("timeout",)


def check(visit: Visit) -> Iterator[Finding]:
    check = visit.block
    if check.timeout and check.interval and check.timeout > check.interval:
        yield Finding("check timeout is longer than its interval", "timeout", help="Set a timeout that is shorter than the interval.")
