"""A network in a task is deprecated.

## What it does
Looks for `network` in a task's `resources`.

## Why is this bad?
Deprecated since Nomad 0.12: ports belong to the group's `network` block, and the driver lists their labels in `ports`.

## Example
```hcl task
resources {
  network {
    port "http" {}
  }
}
```

## Use instead
```hcl task
resources {
  cpu = 100
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DEP003"
NAME = "task-network"
SEVERITY = "warning"
SAME_AS = "NOM3042"
BLOCKS = ("Resources",)
IF_WRITTEN = ("network",)


def check(visit: Visit) -> Iterator[Finding]:
    for index, _ in enumerate(visit.block.network or ()):
        yield Finding(
            "a network in a task's resources is deprecated",
            visit.path.item("network", index),
            help="Move the ports to the group's network block, and list their labels in the driver's ports.",
        )
