"""More memory or CPU than machines have; probably the unit is wrong.

## What it does
Compares `memory` and `memory_max` (MB) and `cpu` (MHz) with the largest common machines.

## Why is this bad?
Nomad accepts any number and then finds no node.

## Example
```hcl task
resources {
  memory = 1073741824
}
```

## Use instead
```hcl task
resources {
  memory = 1024
}
```

## Options
`max_memory` in MB and `max_cpu` in MHz: more than your largest node has.
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "RES003"
NAME = "resources-huge"
SEVERITY = "warning"
BLOCKS = ("Resources",)
IF_WRITTEN = ("memory", "memory_max", "cpu")
OPTIONS = {"max_cpu": 600_000, "max_memory": 786_432}


def check(visit: Visit) -> Iterator[Finding]:
    for name, option, unit in (("memory", "max_memory", "MB"), ("memory_max", "max_memory", "MB"), ("cpu", "max_cpu", "MHz")):
        asked = getattr(visit.block, name)
        if asked is not None and asked > int(visit.option(option)):
            yield Finding(f"{name} = {asked} is more than a machine has: the unit is {unit}", name, help=f"Set {name} in {unit}.")
