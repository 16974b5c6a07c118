"""`logs.enabled` is ignored.

## What it does
Looks for the old attribute `enabled` of the `logs` block.

## Why is this bad?
Only `disabled` has an effect, with the opposite meaning.

## Example
```hcl task
logs {
  enabled = false
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

CODE = "DEP011"
NAME = "logs-enabled"
SEVERITY = "warning"
BLOCKS = ("LogConfig",)


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.enabled is not None:
        yield Finding("logs.enabled is ignored", "enabled", help=f"Set disabled = {str(not visit.block.enabled).lower()}.")
