"""A service has no check.

## What it does
Looks for services of `service` jobs that have a port but no check. Connect services are not reported: they get a check of their own.

## Why is this bad?
Without a check, an instance counts as healthy as soon as its task runs. The deployment goes on and requests arrive before the program listens.

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

CODE = "SVC001"
NAME = "check-missing"
SEVERITY = "info"
BLOCKS = ("Service",)
PERSONA = "pedantic"


def check(visit: Visit) -> Iterator[Finding]:
    service = visit.block
    if service.port and not service.check and service.connect is None and visit.job.type in (None, "", "service"):
        yield Finding("service has no check", None, help="Add a `check` block.")
