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
task "server" {
  driver = "docker"
  config {
    image = "nginx:1.27"
  }
  volume_mount {
    volume      = "data"
    destination = "/data"
  }
}
```

## Fix safety
Offered if one type alone is near. Safe: Nomad drops the volume as it is.
"""

from __future__ import annotations

from nomadspec.rules.fixes import use_near
from nomadspec.rules.rule import Finding
from nomadspec.source.closest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "STO001"
NAME = "volume-type-unknown"
SEVERITY = "error"
FIXABLE = "sometimes"
BLOCKS = ("VolumeRequest",)


_TYPES = ("host", "csi")


def check(visit: Visit) -> Iterator[Finding]:
    kind = visit.block.type
    if kind not in _TYPES:
        near = nearest(kind or "", _TYPES)
        help = f'Did you mean "{near}"?' if near else 'Use "host" or "csi".'
        yield Finding(
            f'unknown volume type "{kind or ""}": Nomad silently drops the volume', "type", help=help, fix=use_near(visit.block, "type", near, _TYPES)
        )
