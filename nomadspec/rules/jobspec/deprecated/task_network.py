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

## Fix safety
Offered for docker tasks if the result is unambiguous. Unsafe: all tasks of the group then share the ports.
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding
from nomadspec.rules.task_networks import to_group

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DEP003"
NAME = "task-network"
SEVERITY = "warning"
SAME_AS = "NOM3042"
FIXABLE = "sometimes"
BLOCKS = ("Resources",)
IF_WRITTEN = ("network",)


def check(visit: Visit) -> Iterator[Finding]:
    for index, _ in enumerate(visit.block.network or ()):
        yield Finding(
            "a network in a task's resources is deprecated",
            visit.path.item("network", index),
            help="Move the ports to the group's network block, and list their labels in the driver's ports.",
            fix=to_group(visit) if index == 0 else None,
        )
