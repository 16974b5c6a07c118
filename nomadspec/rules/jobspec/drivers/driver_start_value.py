"""The driver rejects the value of an option.

## What it does
Checks what the built-in drivers, and docker itself, check when a task starts: references of images, modes of `pid_mode` and `ipc_mode`, absolute `work_dir`, capabilities, limits, addresses, volumes and mounts, options of logging drivers, commands such as `~/app` or `$HOME/app`, and options that exclude or require each other.

## Why is this bad?
Nomad accepts the job, but the task fails to start.

## Example
```hcl task
driver = "exec"
config {
  command  = "/bin/app"
  pid_mode = "shared"
}
```

## Use instead
```hcl task
driver = "exec"
config {
  command  = "/bin/app"
  pid_mode = "private"
}
```
"""

from __future__ import annotations

from nomadspec.rules.driver_values import problems
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DRV006"
NAME = "driver-start-value"
SEVERITY = "error"
BLOCKS = ("Task", "SidecarTask")
_DRIVERS = ("docker", "exec", "raw_exec", "java", "qemu")


def check(visit: Visit) -> Iterator[Finding]:
    config, driver = visit.block.config, visit.driver
    if not config or driver not in _DRIVERS:
        return
    memory = _memory(visit) if "memory_hard_limit" in config else None
    for name, index, complaint in problems(driver, config, memory):
        at = visit.path / "config"
        if name:
            at = at / name if index is None else at.item(name, index)
        if config.get(name) == "" and visit.locate(at)[2]:
            yield Finding(f"{complaint}: its variables are all empty (driver {driver})", at, severity="warning")
        else:
            yield Finding(f"{complaint} (driver {driver})", at)


def _memory(visit: Visit) -> float | None:
    """The memory of a task that has no other limit; a sidecar's default is not the task's."""
    resources = visit.block.get("resources")
    if visit.block.TYPE != "Task" or (resources is not None and resources.memory_max):
        return None
    return (resources.memory if resources is not None else None) or 300
