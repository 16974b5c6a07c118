"""`mbits` has no effect.

## What it does
Looks for `mbits`.

## Why is this bad?
Nomad has not scheduled bandwidth since 0.12.

## Example
```hcl group
network {
  mbits = 10
  port "http" {}
}
```

## Use instead
```hcl group
network {
  port "http" {}
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

CODE = "DEP002"
NAME = "network-mbits"
SEVERITY = "warning"
SAME_AS = "NOM3041"
BLOCKS = ("NetworkResource",)
IF_WRITTEN = ("mbits",)
FIXABLE = "safe"


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.mbits is not None:
        yield Finding(
            "mbits has no effect",
            "mbits",
            help="Remove mbits.",
            fix=remove_attribute(visit.block, "mbits", "remove mbits", safe=True),
        )
