"""Two checks of a service have the same name.

## What it does
Compares the names of the checks of one service.

## Why is this bad?
They cannot be told apart in Consul and in the UI.

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
    name     = "alive"
    type     = "http"
    path     = "/health"
    interval = "10s"
    timeout  = "2s"
  }
  check {
    name     = "alive"
    type     = "http"
    path     = "/ready"
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
    name     = "alive"
    type     = "http"
    path     = "/health"
    interval = "10s"
    timeout  = "2s"
  }
  check {
    name     = "ready"
    type     = "http"
    path     = "/ready"
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

CODE = "SVC003"
NAME = "check-name-duplicate"
SEVERITY = "warning"
BLOCKS = ("Service",)
IF_WRITTEN = ("check",)


def check(visit: Visit) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for index, check in enumerate(visit.block.check or ()):
        if check.name and seen.setdefault(check.name, index) != index:
            yield Finding(f"duplicate check name {check.name!r}", visit.path.item("check", index) / "name", help="Give each check its own name.")
