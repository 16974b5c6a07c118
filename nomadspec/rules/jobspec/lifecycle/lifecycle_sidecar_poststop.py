"""`sidecar` on a poststop task.

## What it does
Looks for `sidecar = true` with hook `poststop`.

## Why is this bad?
A sidecar runs next to the main task, but a poststop task starts after the main task has stopped. A poststop task that does not end by itself keeps the allocation from completing.

## Example
```hcl group
task "server" {
  driver = "docker"
  config {
    image = "nginx:1.27"
  }
}
task "cleanup" {
  driver = "docker"
  lifecycle {
    hook    = "poststop"
    sidecar = true
  }
  config {
    image = "busybox:1.36"
  }
}
```

## Use instead
```hcl group
task "server" {
  driver = "docker"
  config {
    image = "nginx:1.27"
  }
}
task "cleanup" {
  driver = "docker"
  lifecycle {
    hook = "poststop"
  }
  config {
    image = "busybox:1.36"
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

CODE = "LIF004"
NAME = "lifecycle-sidecar-poststop"
SEVERITY = "warning"
BLOCKS = ("TaskLifecycle",)


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.hook == "poststop" and visit.block.sidecar:
        yield Finding("sidecar on a poststop task: the main task has already stopped", "sidecar", help="Remove sidecar.")
