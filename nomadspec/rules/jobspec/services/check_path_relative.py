"""The path of an http check does not begin with `/`.

## What it does
Looks for http checks whose `path` is relative or a complete URL.

## Why is this bad?
The path is resolved relative to host and port. A complete URL probes another server than the service, or nothing at all.

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
    path     = "http://localhost/health"
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
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "SVC010"
NAME = "check-path-relative"
SEVERITY = "warning"
BLOCKS = ("ServiceCheck",)
IF_WRITTEN = ("path",)


def check(visit: Visit) -> Iterator[Finding]:
    check = visit.block
    if (check.type or "").lower() == "http" and check.path and not check.path.startswith("/") and "${" not in check.path:
        yield Finding(f"check path {check.path!r} does not begin with /", "path", help="Write only the path on the service, such as /health.")
