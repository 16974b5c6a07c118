"""The driver rejects the value of an option.

## What it does
Checks what the built-in drivers check when a task starts: modes of `pid_mode` and `ipc_mode`, absolute `work_dir`, capabilities, mounts, and options that exclude or require each other.

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

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DRV006"
NAME = "driver-option-value"
SEVERITY = "error"
BLOCKS = ("Task", "SidecarTask")
_DRIVERS = ("docker", "exec", "raw_exec", "java", "qemu")


def check(visit: Visit) -> Iterator[Finding]:
    config, driver = visit.block.config, visit.driver
    if not config or driver not in _DRIVERS:
        return
    from nomadspec.rules.driver_values import problems

    for name, complaint in problems(driver, config):
        yield Finding(f"{complaint} (driver {driver})", f"config.{name}" if name else "config")
