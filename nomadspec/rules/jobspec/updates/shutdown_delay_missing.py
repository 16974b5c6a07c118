"""A service is deregistered at the same moment as its task is stopped.

## What it does
Looks for groups with services that set no `shutdown_delay`, neither in the group nor in a task.

## Why is this bad?
Clients of the service have not yet noticed that it is gone and still send requests to the stopped task.

## Example
```hcl group
service {
  name     = "web"
  provider = "nomad"
}
```

## Use instead
```hcl group
shutdown_delay = "5s"
service {
  name     = "web"
  provider = "nomad"
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "UPD007"
NAME = "shutdown-delay-missing"
SEVERITY = "info"
SAME_AS = "NOM2081"
BLOCKS = ("TaskGroup",)
PERSONA = "pedantic"


def check(visit: Visit) -> Iterator[Finding]:
    group = visit.block
    if visit.job.type in ("batch", "sysbatch") or group.shutdown_delay or any(task.shutdown_delay for task in group.task or ()):
        return
    if any(owner.service for owner in (group, *(group.task or ()))):
        yield Finding("no shutdown_delay: requests may still arrive when the task is stopped", None, help='Set shutdown_delay = "5s" in the group.')
