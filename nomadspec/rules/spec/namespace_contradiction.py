"""A namespace enables and disables the same thing.

## What it does
Reports task drivers and network modes that are in both lists, and node pools that are allowed and denied.

## Why is this bad?
Disabling takes precedence: the entry in the other list has no effect.

## Example
```hcl spec
name = "dev"

capabilities {
  enabled_task_drivers  = ["docker", "exec"]
  disabled_task_drivers = ["exec"]
}
```

## Use instead
```hcl spec
name = "dev"

capabilities {
  enabled_task_drivers = ["docker"]
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.spec_visit import SpecVisit

CODE = "SPC109"
NAME = "namespace-enables-and-disables"
SEVERITY = "warning"
BLOCKS = ("namespace",)


_LISTS = (
    ("Capabilities", "EnabledTaskDrivers", "DisabledTaskDrivers", "task driver", "capabilities.disabled_task_drivers"),
    ("Capabilities", "EnabledNetworkModes", "DisabledNetworkModes", "network mode", "capabilities.disabled_network_modes"),
    ("NodePoolConfiguration", "Allowed", "Denied", "node pool", "node_pool_config.denied"),
)


def check(visit: SpecVisit) -> Iterator[Finding]:
    for member, one, other, what, at in _LISTS:
        block = visit.spec.api[member] or {}
        for name in block.get(one) or ():
            if name in (block.get(other) or ()):
                yield Finding(f"the {what} {name!r} is in both lists", at, help="Remove it from one of them.")
