"""A volume that no task mounts.

## What it does
Looks for volumes of a group without a `volume_mount` in its tasks and sidecars.

## Why is this bad?
The volume is unused, but still restricts the nodes on which the group can run.

## Example
```hcl group
volume "data" {
  type   = "host"
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
    destination = "/srv"
  }
}
```
"""

from __future__ import annotations

from nomadspec.hcl.suggest import nearest
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nomadspec.rules.rule import Visit

CODE = "STO002"
NAME = "volume-unused"
SEVERITY = "warning"
BLOCKS = ("TaskGroup",)
IF_WRITTEN = ("volume",)


def check(visit: Visit) -> Iterator[Finding]:
    group = visit.block
    if not group.volume:
        return
    owners = [*(group.task or ())]
    owners += [service.connect.sidecar_task for service in group.service or () if service.connect is not None and service.connect.sidecar_task is not None]
    used = {mount.volume for owner in owners for mount in owner.volume_mount or ()}
    if any("${" in (name or "") for name in used):
        return
    strange = used - group.volume.keys()
    for name, volume in group.volume.items():
        # A mount of a volume that is not there is reported itself; it may be meant for this one.
        if name in used or volume.type not in ("host", "csi") or any(nearest(other or "", [name]) for other in strange):
            continue
        if not any(_names(task.config, (name, volume.source or name)) for task in group.task or ()):
            yield Finding(
                f"unused volume {name!r}: no task mounts it, but it restricts where the group can run",
                visit.path.item("volume", name),
                help="Mount it, or remove it.",
            )


def _names(value: Any, names: tuple[str, str]) -> bool:
    """Whether a driver's config speaks of the volume."""
    if isinstance(value, str):
        return value.partition(":")[0] in names
    if isinstance(value, dict):
        return any(_names(item, names) for item in value.values())
    return isinstance(value, list) and any(_names(item, names) for item in value)
