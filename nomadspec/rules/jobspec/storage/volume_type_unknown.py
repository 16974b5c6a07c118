"""Unknown volume type.

## What it does
Compares `type` with `host` and `csi`.

## Why is this bad?
Nomad silently drops a volume of another type: the task starts without it, or its mount is rejected.

## Example
```hcl group
volume "data" {
  type   = "hst"
  source = "web-data"
}
```

## Use instead
```hcl group
volume "data" {
  type   = "host"
  source = "web-data"
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "STO001"
NAME = "volume-type-unknown"
SEVERITY = "error"
BLOCKS = ("VolumeRequest",)


def check(visit: Visit) -> Iterator[Finding]:
    kind = visit.block.type
    if kind not in ("host", "csi"):
        yield Finding(f'unknown volume type "{kind or ""}": Nomad silently drops the volume', "type", help='Use "host" or "csi".')
