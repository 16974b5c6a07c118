"""Two volumes are mounted at the same path.

## What it does
Compares the destinations of a task's volume mounts.

## Why is this bad?
The second hides the first.

## Example
```hcl group
volume "a" {
  type   = "host"
  source = "a"
}
volume "b" {
  type   = "host"
  source = "b"
}
task "server" {
  driver = "docker"
  config {
    image = "nginx:1.27"
  }
  volume_mount {
    volume      = "a"
    destination = "/srv"
  }
  volume_mount {
    volume      = "b"
    destination = "/srv/"
  }
}
```

## Use instead
```hcl group
volume "a" {
  type   = "host"
  source = "a"
}
volume "b" {
  type   = "host"
  source = "b"
}
task "server" {
  driver = "docker"
  config {
    image = "nginx:1.27"
  }
  volume_mount {
    volume      = "a"
    destination = "/srv/a"
  }
  volume_mount {
    volume      = "b"
    destination = "/srv/b"
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

CODE = "STO009"
NAME = "volume-mount-overlap"
SEVERITY = "warning"
BLOCKS = ("Task",)
IF_WRITTEN = ("volume_mount",)


def check(visit: Visit) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for index, mount in enumerate(visit.block.volume_mount or ()):
        where = (mount.destination or "").rstrip("/")
        if not where:
            continue
        first = seen.setdefault(where, index)
        if first != index:
            at = visit.path.item("volume_mount", index) / "destination"
            yield Finding(f"another volume is also mounted at {where}", at, related=(("the other mount", visit.path.item("volume_mount", first)),))
