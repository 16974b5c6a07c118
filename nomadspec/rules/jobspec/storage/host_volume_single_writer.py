"""Several instances use a volume that only one may write.

## What it does
Looks for host volumes with access mode `single-node-single-writer` in groups with `count` above 1.

## Why is this bad?
The first instance claims the volume; the others cannot be placed.

## Example
```hcl group
count = 2
volume "data" {
  type        = "host"
  source      = "web-data"
  access_mode = "single-node-single-writer"
}
```

## Use instead
```hcl group
count = 2
volume "data" {
  type        = "host"
  source      = "web-data"
  access_mode = "single-node-multi-writer"
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

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "STO010"
NAME = "host-volume-single-writer"
SEVERITY = "warning"
BLOCKS = ("TaskGroup",)
IF_WRITTEN = ("volume",)


def check(visit: Visit) -> Iterator[Finding]:
    group = visit.block
    for name, volume in (group.volume or {}).items():
        if (
            volume.type == "host"
            and volume.access_mode == "single-node-single-writer"
            and (group.count or 1) > 1
            and not volume.per_alloc
            and not volume.read_only
        ):
            yield Finding(
                f"{group.count} instances cannot share volume {name!r}, which allows a single writer",
                visit.path.item("volume", name) / "access_mode",
                help="Set per_alloc = true with one volume per instance, or use another access mode.",
            )
