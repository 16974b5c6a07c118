"""A group has more than one network.

## What it does
Looks for a second `network` block in a group.

## Why is this bad?
Nomad accepts several networks and uses only the first: ports of the others are never allocated, their variables are not set, and a service or check on one of them fails the allocation: `port label not found`.

## Example
```hcl group
network {
  port "http" {
    to = 80
  }
}
network {
  port "metrics" {
    to = 9100
  }
}
```

## Use instead
```hcl group
network {
  port "http" {
    to = 80
  }
  port "metrics" {
    to = 9100
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

CODE = "NET006"
NAME = "second-network"
SEVERITY = "error"
BLOCKS = ("TaskGroup",)
IF_WRITTEN = ("network",)


def check(visit: Visit) -> Iterator[Finding]:
    networks = visit.block.network or []
    for index in range(1, len(networks)):
        yield Finding(
            "only the first network of a group is used",
            visit.path.item("network", index),
            help="Move its ports into the first network.",
            related=(("the network that is used", visit.path.item("network", 0)),),
        )
