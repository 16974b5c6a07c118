"""A block of the driver's configuration is written twice.

## What it does
Looks for blocks that a driver accepts only once, such as `logging` of docker.

## Why is this bad?
Nomad accepts the job, but the task fails to start.

## Example
```hcl task
config {
  image = "nginx:1.27"
  logging {
    driver = "json-file"
  }
  logging {
    driver = "syslog"
  }
}
```

## Use instead
```hcl task
config {
  image = "nginx:1.27"
  logging {
    driver = "json-file"
  }
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

CODE = "DRV004"
NAME = "driver-config-duplicate-block"
SEVERITY = "error"
BLOCKS = ("Task", "SidecarTask")
IF_ANY = ("nomadspec.rules.driver_config", "problems", "duplicate")


def check(visit: Visit) -> Iterator[Finding]:
    for problem in problems(visit, "duplicate"):
        yield Finding(f"{problem.message} (driver {visit.driver})", problem.route, help=f"The driver's error: {problem.nomad}", severity=severity_of(visit))
