"""`periodic.cron` is deprecated.

## What it does
Looks for the old attribute `cron` of the `periodic` block.

## Why is this bad?
Nomad 1.6.2 introduced the list `crons`, and warns about the old form.

## Example
```hcl job
type = "batch"
periodic {
  cron = "0 3 * * *"
}
```

## Use instead
```hcl job
type = "batch"
periodic {
  crons = ["0 3 * * *"]
}
```

## Fix safety
Safe: the schedule stays the same. It moves from `Spec` to `Specs` of the job.
"""

from __future__ import annotations

from nomadspec.rules.fixes import rename_attribute
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.jobspec.block import JobBlock
    from nomadspec.rules.rule import Visit
    from nomadspec.source import Fix

CODE = "DEP001"
NAME = "periodic-cron"
SEVERITY = "warning"
SAME_AS = "NOM1107"
SINCE = "1.6.2"
BLOCKS = ("PeriodicConfig",)
FIXABLE = "safe"


def check(visit: Visit) -> Iterator[Finding]:
    block = visit.block
    if block.cron:
        yield Finding(
            "periodic.cron is deprecated",
            "cron",
            help='Use crons = ["…"].',
            fix=None if block.crons else _as_list(block),
        )


def _as_list(block: JobBlock) -> Fix | None:
    """The expression stays as it is written, whatever it refers to."""
    origin = block.get("origin")
    attribute = origin.attributes.get("cron") if origin is not None else None
    if attribute is None:
        return None
    expression = origin.source.text[attribute.expr.start : attribute.expr.end]
    return None if "\n" in expression else rename_attribute(block, "cron", "crons", "use crons", safe=True, value=f"[{expression}]")
