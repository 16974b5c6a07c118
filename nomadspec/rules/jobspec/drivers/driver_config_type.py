"""A driver option has a value of the wrong type.

## What it does
Converts each option as the driver does: numbers and booleans may be strings, but a single string is not a list.

## Why is this bad?
Nomad accepts the job, but the task fails to start.

## Example
```hcl task
config {
  image = "nginx:1.27"
  args  = "-g daemon"
}
```

## Use instead
```hcl task
config {
  image = "nginx:1.27"
  args  = ["-g", "daemon off;"]
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

CODE = "DRV003"
NAME = "driver-config-type"
SEVERITY = "error"
BLOCKS = ("Task", "SidecarTask")
IF_ANY = ("nomadspec.rules.driver_config", "problems", "type")


def check(visit: Visit) -> Iterator[Finding]:
    for problem in problems(visit, "type"):
        yield Finding(f"{problem.message} (driver {visit.driver})", problem.route, help=f"The driver's error: {problem.nomad}", severity=severity_of(visit))
