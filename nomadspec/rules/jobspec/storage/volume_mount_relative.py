"""A volume is mounted at a relative path.

## What it does
Checks that `destination` of a `volume_mount` in a docker task begins with a slash.

## Why is this bad?
Docker rejects it (`mount path must be absolute`), and the task fails to start.

## Example
```hcl group
volume "data" {
  type   = "host"
  source = "data"
}
task "server" {
  driver = "docker"
  config {
    image = "redis:7.4"
  }
  volume_mount {
    volume      = "data"
    destination = "data"
  }
}
```

## Use instead
```hcl group
volume "data" {
  type   = "host"
  source = "data"
}
task "server" {
  driver = "docker"
  config {
    image = "redis:7.4"
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

CODE = "STO013"
NAME = "volume-mount-relative"
SEVERITY = "error"
BLOCKS = ("VolumeMount",)
IF_WRITTEN = ("destination",)


def check(visit: Visit) -> Iterator[Finding]:
    destination = visit.block.destination or ""
    # A reference becomes a path on the client only, and Windows has paths with a drive.
    if visit.task is None or visit.task.driver != "docker" or not destination or destination[0] in "/\\$" or destination[1:2] == ":":
        return
    yield Finding(f"docker mounts volumes at absolute paths only, not at {destination!r}", "destination", help=f"Write /{destination.removeprefix('./')}.")
