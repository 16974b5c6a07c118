"""`mbits` has no effect any more.

## What it does
Looks for `mbits`.

## Why is this bad?
Bandwidth has not been scheduled since Nomad 0.12; the number promises what nobody keeps.

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
Removing it changes nothing that Nomad does with the job.
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
            help="Remove it.",
            fix=remove_attribute(visit.block, "mbits", "remove mbits", safe=True),
        )
