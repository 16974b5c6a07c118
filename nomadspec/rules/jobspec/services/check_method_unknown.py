"""A check uses an unknown HTTP method.

## What it does
Compares `method` of http checks with the methods of HTTP.

## Why is this bad?
With provider `consul` nothing validates the method, and every probe fails.

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
    method   = "GETT"
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
    method   = "GET"
    path     = "/health"
    interval = "10s"
    timeout  = "2s"
  }
}
```

## Fix safety
Offered if one name is near. Safe where it is the only one.
"""

from __future__ import annotations

from nomadspec.rules.fixes import use_near
from nomadspec.rules.rule import Finding
from nomadspec.source.closest import closest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "SVC006"
NAME = "check-method-unknown"
SEVERITY = "warning"
FIXABLE = "sometimes"
BLOCKS = ("ServiceCheck",)
IF_WRITTEN = ("method",)

_METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH")


def check(visit: Visit) -> Iterator[Finding]:
    method = visit.block.method
    if method and "${" not in method and method.upper() not in _METHODS:
        near = closest(method.upper(), _METHODS)
        yield Finding(
            f"unknown HTTP method {method!r}", "method", help=f"Did you mean {near!r}?" if near else None, fix=use_near(visit.block, "method", near, _METHODS)
        )
