"""The `config` block is missing or empty.

## What it does
Looks for tasks of built-in drivers without any option.

## Why is this bad?
Even a driver whose options are all optional rejects an empty block: the task fails to start.

## Example
```hcl task
driver = "java"
user = "app"
```

## Use instead
```hcl task
driver = "java"
config {
  jar_path = "local/app.jar"
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

CODE = "DRV005"
NAME = "driver-config-empty"
SEVERITY = "error"
BLOCKS = ("Task",)
IF_ANY = ("nomadspec.rules.driver_config", "problems", "empty")


def check(visit: Visit) -> Iterator[Finding]:
    for problem in problems(visit, "empty"):
        yield Finding(f"{problem.message} (driver {visit.block.driver})", None, help=f"The driver's error: {problem.nomad}", severity=severity_of(visit))
