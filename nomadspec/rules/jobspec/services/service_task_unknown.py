"""A group's service names a task that the group does not have.

## What it does
Compares `task` of services and checks in the group with the names of its tasks.

## Why is this bad?
Nomad validates the name only where a check needs the task. Otherwise native Connect and the placeholder `${TASK}` silently do not work.

## Example
```hcl group
network {
  port "http" {
    to = 80
  }
}
service {
  name = "web"
  port = "http"
  task = "sever"
}
```

## Use instead
```hcl group
network {
  port "http" {
    to = 80
  }
}
service {
  name = "web"
  port = "http"
  task = "server"
}
```

## Fix safety
Offered if one name is near. Safe where it is the only one.
"""

from __future__ import annotations

from nomadspec.rules.fixes import use_near
from nomadspec.rules.rule import Finding
from nomadspec.source.closest import closest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "SVC008"
NAME = "service-task-unknown"
SEVERITY = "error"
FIXABLE = "sometimes"
SAME_AS = "NOM5502"
BLOCKS = ("Service",)
IF_WRITTEN = ("task",)


def check(visit: Visit) -> Iterator[Finding]:
    if visit.parent is None or visit.parent.block.TYPE != "TaskGroup":
        return
    tasks = [task.name for task in visit.parent.block.task or ()]
    name = visit.block.task
    if name and name not in tasks and not any(check.type in ("script",) and not check.task for check in visit.block.check or ()):
        near = closest(name, tasks, 0.5)
        yield Finding(
            f"the group has no task {name!r}",
            "task",
            help=f"Did you mean {near!r}?" if near else f"Tasks of the group: {', '.join(tasks)}.",
            fix=use_near(visit.block, "task", near, tasks),
        )
