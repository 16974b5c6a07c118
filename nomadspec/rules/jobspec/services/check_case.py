"""A check's type is not in lower case.

## What it does
Looks for check types with capital letters.

## Why is this bad?
Nomad accepts the type, but skips what depends on it: the service's port is not used and thresholds are not checked.

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
    type     = "HTTP"
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
}
```

## Fix safety
Safe: the check keeps its type, and what depends on the type starts to work.
"""

from __future__ import annotations

from nomadspec.rules.fixes import literal, replace_value
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "SVC005"
NAME = "check-case"
SEVERITY = "warning"
BLOCKS = ("ServiceCheck",)
FIXABLE = "safe"


def check(visit: Visit) -> Iterator[Finding]:
    type_ = visit.block.type
    if type_ and type_ != type_.lower() and "${" not in type_:
        yield Finding(
            f"check type {type_!r} is not in lower case",
            "type",
            help=f"Write {type_.lower()!r}.",
            fix=replace_value(visit.block, "type", literal(type_.lower()), "Write it in lower case", safe=True),
        )
