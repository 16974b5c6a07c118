"""A job that is both periodic and parameterized.

## What it does
Looks for both blocks in one job.

## Why is this bad?
Such a job is launched by its schedule only after it has been dispatched; most people want one of the two.

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
        yield Finding("the schedule counts only for jobs dispatched from this one", "parameterized", help="Remove one of the two blocks.")
