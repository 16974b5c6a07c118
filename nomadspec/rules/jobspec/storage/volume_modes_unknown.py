"""Unknown access mode or attachment mode.

## What it does
Compares `access_mode` and `attachment_mode` of CSI volumes with the existing modes.

## Why is this bad?
Nomad only checks that they are set. With a mode that no volume supports, the claim fails when the group is placed.

## Example
```hcl group
volume "data" {
  type            = "csi"
  source          = "web-data"
  access_mode     = "single-node-witer"
  attachment_mode = "file-system"
}
```

## Use instead
```hcl group
volume "data" {
  type            = "csi"
  source          = "web-data"
  access_mode     = "single-node-writer"
  attachment_mode = "file-system"
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
Offered if one name is near. Safe where it is the only one.
"""

from __future__ import annotations

from nomadspec.rules.fixes import use_near
from nomadspec.rules.rule import Finding
from nomadspec.source.closest import closest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "STO003"
NAME = "volume-modes-unknown"
SEVERITY = "error"
FIXABLE = "sometimes"
BLOCKS = ("VolumeRequest",)
_ACCESS = ("single-node-reader-only", "single-node-writer", "multi-node-reader-only", "multi-node-single-writer", "multi-node-multi-writer")
_ATTACHMENT = ("file-system", "block-device")


def check(visit: Visit) -> Iterator[Finding]:
    volume = visit.block
    if volume.type != "csi":
        return
    for name, known in (("access_mode", _ACCESS), ("attachment_mode", _ATTACHMENT)):
        mode = getattr(volume, name)
        if mode and mode not in known:
            near = closest(mode, known, 0.5)
            help = f'Did you mean "{near}"?' if near else f"Use {', '.join(known)}."
            yield Finding(f"unknown {name} {mode!r}", name, help=help, fix=use_near(volume, name, near, known))
