"""A service disappears at the same moment as its task.

## What it does
Looks for groups with services whose group and tasks have no `shutdown_delay`.

## Why is this bad?
Without a delay the task is stopped while others still send it requests, because they have not yet learned that the service is gone.

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
        yield Finding("requests may still arrive when the task is stopped", None, help='Say shutdown_delay = "5s" in the group.')
