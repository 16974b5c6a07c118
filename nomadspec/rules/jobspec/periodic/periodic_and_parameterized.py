"""A job is both periodic and parameterized.

## What it does
Looks for both blocks in one job.

## Why is this bad?
The schedule of such a job applies only to its dispatched instances. Usually only one of the two blocks is intended.

## Example
```hcl job
type = "batch"
periodic {
  crons = ["@daily"]
}
parameterized {
  payload = "optional"
}
```

## Use instead
```hcl job
type = "batch"
periodic {
  crons = ["@daily"]
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "PER004"
NAME = "periodic-and-parameterized"
SEVERITY = "warning"
BLOCKS = ("Job",)
IF_WRITTEN = ("parameterized",)


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.periodic is not None and visit.block.parameterized is not None:
        yield Finding(
            "job is both periodic and parameterized: the schedule applies only to dispatched jobs", "parameterized", help="Remove one of the two blocks."
        )
