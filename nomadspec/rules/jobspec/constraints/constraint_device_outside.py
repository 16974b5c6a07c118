"""`${device.…}` outside a `device` block.

## What it does
Looks for `${device.…}` in constraints and affinities of jobs, groups and tasks.

## Why is this bad?
Nomad accepts it but cannot resolve it there, so the constraint never holds. It is a warning in an affinity or a spread, which then has no effect, and in a constraint with `!=`, which then always holds.

## Example
```hcl group
constraint {
  attribute = "${device.model}"
  value     = "1080ti"
}
```

## Use instead
```hcl task
resources {
  device "nvidia/gpu" {
    constraint {
      attribute = "${device.model}"
      value     = "1080ti"
    }
  }
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding
from nomadspec.rules.targets import severity_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CON006"
NAME = "constraint-device-outside"
SEVERITY = "error"
BLOCKS = ("Constraint", "Affinity")


def check(visit: Visit) -> Iterator[Finding]:
    if visit.parent is not None and visit.parent.block.TYPE == "RequestedDevice":
        return
    for name in ("attribute", "value"):
        if (getattr(visit.block, name) or "").startswith("${device."):
            yield Finding(
                "${device.…} can only be used inside a device block",
                name,
                help="Move the block into resources { device … { } }.",
                severity=severity_of(visit.block),
            )
