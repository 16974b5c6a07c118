"""A group has no main task.

## What it does
Looks for groups in which every task has a `lifecycle` block.

## Why is this bad?
Without a main task, nothing determines when the group is running or complete.

## Exceptions
Groups with a gateway of Consul's mesh, whose proxy is a main task that servers add.

## Example
```hcl task
lifecycle {
  hook    = "prestart"
  sidecar = true
}
```

## Use instead
```hcl group
task "proxy" {
  driver = "docker"
  lifecycle {
    hook    = "prestart"
    sidecar = true
  }
  config {
    image = "envoyproxy/envoy:v1.31.0"
  }
}
task "server" {
  driver = "docker"
  config {
    image = "nginx:1.27"
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

CODE = "LIF002"
NAME = "main-task-missing"
SEVERITY = "warning"
SAME_AS = "NOM2044"
BLOCKS = ("TaskLifecycle",)


def check(visit: Visit) -> Iterator[Finding]:
    group, task = visit.group, visit.task
    if group is None or task is None:
        return
    if any(service.connect is not None and service.connect.gateway is not None for service in group.service or ()):
        return
    tasks = list(group.task or ())
    if tasks[0] is task and all(other.lifecycle is not None for other in tasks):
        at = visit.parent.path.parent if visit.parent is not None else None
        yield Finding("group has no main task: every task has a lifecycle block", at, help="Remove the lifecycle block from the main task.")
