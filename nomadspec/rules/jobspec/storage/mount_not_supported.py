"""A `volume_mount` in a task whose driver cannot mount.

## What it does
Looks for `volume_mount` in tasks of the raw_exec and qemu drivers.

## Why is this bad?
Nomad accepts the job, but the client fails the task as soon as it is placed: `task driver does not support mounts`.

## Example
```hcl group
volume "data" {
  type   = "host"
  source = "data"
}
task "server" {
  driver = "raw_exec"
  config {
    command = "/bin/app"
  }
  volume_mount {
    volume      = "data"
    destination = "/data"
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
  driver = "exec"
  config {
    command = "/bin/app"
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

CODE = "STO012"
NAME = "mount-not-supported"
SEVERITY = "error"
BLOCKS = ("Task",)
IF_WRITTEN = ("volume_mount",)


def check(visit: Visit) -> Iterator[Finding]:
    if visit.driver in ("raw_exec", "qemu"):
        for index, _ in enumerate(visit.block.volume_mount or ()):
            yield Finding(
                f"the {visit.driver} driver cannot mount volumes, so the task fails to start",
                visit.path.item("volume_mount", index),
                help="Use a driver with mounts, such as exec or docker.",
            )
