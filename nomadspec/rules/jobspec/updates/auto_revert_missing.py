"""A failed deployment is not reverted.

## What it does
Looks for `update` blocks without `auto_revert`.

## Why is this bad?
When a deployment fails, the job stays at the broken version until somebody intervenes.

## Example
```hcl group
update {
  canary = 1
}
```

## Use instead
```hcl group
update {
  canary      = 1
  auto_revert = true
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding
from nomadspec.rules.updates import counts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "UPD003"
NAME = "auto-revert-missing"
SEVERITY = "info"
BLOCKS = ("UpdateStrategy",)
PERSONA = "pedantic"


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.auto_revert is not None or visit.job.type not in (None, "", "service"):
        return
    # Where the job has a block, too, that is the one to say it in.
    if (visit.job.update is None or visit.job.update is visit.block) and counts(visit, "auto_revert"):
        yield Finding("a failed deployment is not reverted", None, help="Set auto_revert = true, or auto_revert = false if that is intended.")
