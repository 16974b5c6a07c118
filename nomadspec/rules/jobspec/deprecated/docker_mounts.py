"""`mounts` is the old form of `mount` blocks.

## What it does
Looks for `mounts` in the `config` block of docker tasks.

## Why is this bad?
Both work, but the driver's documentation only has `mount`.

## Example
```hcl group
network {}
task "server" {
  driver = "docker"
  config {
    image = "nginx:1.27"
    mounts = [{ type = "tmpfs", target = "/tmp/x" }]
  }
}
```

## Use instead
```hcl group
network {}
task "server" {
  driver = "docker"
  config {
    image = "nginx:1.27"
    mount {
      type   = "tmpfs"
      target = "/tmp/x"
    }
  }
}
```
"""

from __future__ import annotations

from nomadspec.rules import docker
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DEP014"
NAME = "docker-mounts"
SEVERITY = "warning"
BLOCKS = ("Task", "SidecarTask")
IF_WRITTEN = ("config.mounts",)


def check(visit: Visit) -> Iterator[Finding]:
    if docker.options(visit).get("mounts"):
        yield Finding("mounts is deprecated", "config.mounts", help="Use a mount block for each mount.")
