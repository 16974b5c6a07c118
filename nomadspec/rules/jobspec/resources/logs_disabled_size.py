"""Log sizes are set, but logs are disabled.

## What it does
Looks for `max_files` and `max_file_size` together with `disabled = true`.

## Why is this bad?
The sizes have no effect on logs, but still count against the group's disk space.

## Example
```hcl task
logs {
  disabled      = true
  max_file_size = 50
}
```

## Use instead
```hcl task
logs {
  disabled = true
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "RES004"
NAME = "logs-disabled-size"
SEVERITY = "info"
BLOCKS = ("LogConfig",)


def check(visit: Visit) -> Iterator[Finding]:
    logs = visit.block
    if logs.disabled and (logs.max_files is not None or logs.max_file_size is not None):
        yield Finding(
            "logs are disabled, but their sizes still count against the disk",
            "max_file_size" if logs.max_file_size is not None else "max_files",
            help="Remove the sizes.",
        )
