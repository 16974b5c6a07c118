"""The type of a check is not in lower case.

## What it does
Looks for types of checks with capital letters.

## Why is this bad?
Nomad takes them, and skips what goes with them: the port of the service is not used, thresholds are not looked at.

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
Safe: the check is of the same type, and gets what belongs to it.
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
            f"the type {type_!r} is not in lower case",
            "type",
            help=f"Write {type_.lower()!r}.",
            fix=replace_value(visit.block, "type", literal(type_.lower()), "Write it in lower case", safe=True),
        )
