"""`sidecar` on a task that runs when everything else has stopped.

## What it does
Looks for `sidecar = true` with the hook `poststop`.

## Why is this bad?
A sidecar accompanies the main task, and a poststop task starts when that one is gone: a task that does not end by itself then keeps the allocation from ending.

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
        yield Finding("a poststop task has no main task to accompany", "sidecar", help="Remove sidecar.")
