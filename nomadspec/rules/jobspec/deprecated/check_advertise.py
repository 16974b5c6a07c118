"""A check's `advertise` is ignored.

## What it does
Looks for `advertise` in a `check` block.

## Why is this bad?
The field exists in the API, but nothing reads it.

## Example
```hcl group
service {
  name     = "web"
  provider = "nomad"
  check {
    type      = "script"
    command   = "/bin/true"
    advertise = "10.0.0.1"
    interval  = "10s"
    timeout   = "2s"
  }
}
```

## Use instead
```hcl group
service {
  name     = "web"
  provider = "nomad"
}
```

## Fix safety
Safe: removing it does not change what Nomad does with the job.
"""

from __future__ import annotations

from nomadspec.rules.fixes import remove_attribute
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DEP012"
NAME = "check-advertise"
SEVERITY = "warning"
BLOCKS = ("ServiceCheck",)
IF_WRITTEN = ("advertise",)
FIXABLE = "safe"


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.advertise:
        yield Finding(
            "a check's advertise has no effect",
            "advertise",
            help="Remove advertise.",
            fix=remove_attribute(visit.block, "advertise", "remove advertise", safe=True),
        )
