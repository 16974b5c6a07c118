"""`vault_grace` has no effect.

## What it does
Looks for `vault_grace`.

## Why is this bad?
Ignored since Nomad 0.11.

## Example
```hcl task
template {
  data        = "x"
  destination = "local/x"
  vault_grace = "5m"
}
```

## Use instead
```hcl task
template {
  data        = "x"
  destination = "local/x"
}
```

## Fix safety
Safe: removing it does not change what Nomad does with the job.
"""

from __future__ import annotations

from nomadspec.rules.fixes import remove_attribute
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DEP006"
NAME = "template-vault-grace"
SEVERITY = "warning"
SAME_AS = "NOM7013"
BLOCKS = ("Template",)
IF_WRITTEN = ("vault_grace",)
FIXABLE = "safe"


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.vault_grace is not None:
        yield Finding(
            "vault_grace has no effect",
            "vault_grace",
            help="Remove vault_grace.",
            fix=remove_attribute(visit.block, "vault_grace", "remove vault_grace", safe=True),
        )
