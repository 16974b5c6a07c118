"""`periodic.cron` has been replaced by `crons`.

## What it does
Looks for the older attribute `cron` of the `periodic` block.

## Why is this bad?
Nomad 1.6.2 introduced `crons`, a list; Nomad warns about the older form.

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
The schedule stays the same; it moves from `Spec` to `Specs` of the job.
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
BLOCKS = ("PeriodicConfig",)
FIXABLE = "safe"


def check(visit: Visit) -> Iterator[Finding]:
    block = visit.block
    if block.cron:
        yield Finding(
            "periodic.cron is deprecated",
            "cron",
            help='Write crons = ["…"].',
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
