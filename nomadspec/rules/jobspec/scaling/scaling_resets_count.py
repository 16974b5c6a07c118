"""A new version of the job resets the count of a scaled group.

## What it does
Looks for groups with an enabled `scaling` block that leaves room between `min` and `max`.

## Why is this bad?
`nomad job run` sets the group's count to the jobspec's, whatever the autoscaler has chosen since: under load, a deployment removes instances.

## Example
```hcl group
count = 2
scaling {
  enabled = true
  min     = 2
  max     = 20
}
```

## Use instead
```hcl group
count = 2
scaling {
  enabled = false
  min     = 2
  max     = 20
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "SCA003"
NAME = "scaling-resets-count"
SEVERITY = "info"
BLOCKS = ("TaskGroup",)
IF_WRITTEN = ("scaling",)
PERSONA = "pedantic"


def check(visit: Visit) -> Iterator[Finding]:
    scaling = visit.block.scaling
    if scaling is None or scaling.enabled is False or visit.job.type in ("system", "sysbatch"):
        return
    least = scaling.min or 0
    if scaling.max is not None and scaling.max <= least:
        return
    count = visit.block.count if visit.has("count") else least
    yield Finding(
        f"a new version of the job resets the count of the autoscaler to {count}",
        "scaling",
        help="Run the job with `nomad job run -preserve-counts`.",
    )
