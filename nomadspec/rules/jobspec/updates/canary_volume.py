"""Canaries in a group with a volume for a single writer.

## What it does
Looks for `update.canary` in groups with a volume that only one allocation may write.

## Why is this bad?
The old allocation holds the volume until the deployment is promoted, while the canary waits for the volume, so the deployment never finishes.

## Example
```hcl group
update {
  canary = 1
}
volume "data" {
  type            = "csi"
  source          = "web-data"
  access_mode     = "single-node-writer"
  attachment_mode = "file-system"
}
```

## Use instead
```hcl group
update {
  canary = 0
}
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
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding
from nomadspec.rules.updates import setting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "UPD002"
NAME = "canary-volume"
SEVERITY = "error"
BLOCKS = ("TaskGroup",)
IF_WRITTEN = ("volume",)
_SINGLE = {"csi": ("single-node-writer", "multi-node-single-writer"), "host": ("single-node-single-writer",)}


def check(visit: Visit) -> Iterator[Finding]:
    group, job = visit.block, visit.job
    if not setting(job, group, "canary") or job.type in ("batch", "sysbatch", "system") or group.count == 0:
        return
    without = " without auto_promote" if setting(job, group, "auto_promote") else ""
    for name, volume in (group.volume or {}).items():
        if volume.access_mode in _SINGLE.get(volume.type or "", ()) and not volume.read_only:
            yield Finding(
                f"canary deadlock: volume {name!r} has a single writer, and the old allocation holds it until the canary is promoted",
                visit.path.item("volume", name) / "access_mode",
                help=f"Set canary = 0{without}, or use a volume that several allocations may write.",
            )
