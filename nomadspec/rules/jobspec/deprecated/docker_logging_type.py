"""`logging.type` is the old name of `logging.driver`.

## What it does
Looks for `type` in the `logging` block of docker tasks.

## Why is this bad?
Both work, but the driver's documentation only has `driver`.

## Example
```hcl task
config {
  image = "nginx:1.27"
  logging {
    type = "syslog"
  }
}
```

## Use instead
```hcl task
config {
  image = "nginx:1.27"
  logging {
    driver = "syslog"
  }
}
```

## Fix safety
Offered for one `logging` block. Safe: both names mean the same.
"""

from __future__ import annotations

from nomadspec.rules.fixes import rename_option
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DEP015"
NAME = "docker-logging-type"
SEVERITY = "warning"
FIXABLE = "sometimes"
BLOCKS = ("Task",)
IF_WRITTEN = ("config.logging",)


def check(visit: Visit) -> Iterator[Finding]:
    task = visit.block
    if task.driver != "docker" or not task.config:
        return
    logging = task.config.get("logging")
    for row in logging if isinstance(logging, list) else [logging]:
        if isinstance(row, dict) and row.get("type"):
            yield Finding(
                "logging.type is deprecated", "config.logging.type", help="Use logging.driver.", fix=rename_option(task, "config.logging.type", "driver")
            )
