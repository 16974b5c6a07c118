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

## Fix safety
Writes `disabled` instead. Safe for `enabled = true`. Otherwise the fix disables logs that are enabled today.
"""

from __future__ import annotations

from nomadspec.rules.fixes import rename_attribute
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DEP011"
NAME = "logs-enabled"
SEVERITY = "warning"
FIXABLE = "sometimes"
BLOCKS = ("LogConfig",)


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.enabled is not None:
        disabled = str(not visit.block.enabled).lower()
        yield Finding(
            "logs.enabled is ignored",
            "enabled",
            help=f"Set disabled = {disabled}.",
            fix=rename_attribute(visit.block, "enabled", "disabled", f"write disabled = {disabled}", safe=visit.block.enabled is True, value=disabled)
            if visit.block.disabled is None
            else None,
        )
