"""A required driver option is missing.

## What it does
Looks for the options that the driver requires: `image` of docker, `command` of exec and raw_exec, `image_path` of qemu.

## Why is this bad?
Nomad accepts the job, but the task fails to start.

## Example
```hcl task
driver = "exec"
config {
  args = ["-c", "true"]
}
```

## Use instead
```hcl task
driver = "exec"
config {
  command = "/bin/sh"
  args    = ["-c", "true"]
}
```
"""

from __future__ import annotations

from nomadspec.rules.driver_config import problems, severity_of
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DRV002"
NAME = "driver-config-missing-option"
SEVERITY = "error"
BLOCKS = ("Task",)
IF_ANY = ("nomadspec.rules.driver_config", "problems", "missing")


def check(visit: Visit) -> Iterator[Finding]:
    for problem in problems(visit, "missing"):
        yield Finding(
            f"{problem.message} (driver {visit.block.driver})", problem.route, help=f"The driver's error: {problem.nomad}", severity=severity_of(visit)
        )
