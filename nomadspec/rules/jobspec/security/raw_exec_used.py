"""`raw_exec` runs the task without isolation.

## What it does
Looks for tasks with driver `raw_exec`.

## Why is this bad?
The task runs as the user of the Nomad client, often root, with access to the whole machine.

## Example
```hcl task
driver = "raw_exec"
config {
  command = "/bin/app"
}
```

## Use instead
```hcl task
driver = "exec"
config {
  command = "/bin/app"
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "SEC001"
NAME = "raw-exec-used"
SEVERITY = "warning"
BLOCKS = ("Task", "SidecarTask")


def check(visit: Visit) -> Iterator[Finding]:
    if visit.driver == "raw_exec":
        yield Finding("raw_exec runs tasks without isolation", "driver", help="Use exec, exec2 or a container.")
