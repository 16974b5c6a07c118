"""A policy denies what it grants in the same block.

## What it does
Reports blocks that have `deny` and other capabilities, and paths of variables that do.

## Why is this bad?
`deny` wins: everything else in the block has no effect.

## Example
```hcl spec
namespace "default" {
  policy       = "read"
  capabilities = ["deny"]
}
```

## Use instead
```hcl spec
namespace "default" {
  policy = "deny"
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding
from nomadspec.specs.acl_policies import BLOCKS as POLICY_BLOCKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.spec_visit import SpecVisit

CODE = "SPC104"
NAME = "acl-deny-beside-others"
SEVERITY = "warning"
BLOCKS = ("acl-policy",)


def check(visit: SpecVisit) -> Iterator[Finding]:
    for block in POLICY_BLOCKS:
        rows = visit.spec.api[block.member] or []
        for number, row in enumerate(rows if block.name else [rows] if rows else []):
            granted = row.get("Capabilities") or ()
            if "deny" in granted and set(granted) != {"deny"}:
                at = f"{block.word}[{number}]" if block.name else block.word
                others = ", ".join(dict.fromkeys(one for one in granted if one != "deny"))
                yield Finding(f"deny overrides everything else that this block grants: {others[:200]}", at, help="Remove deny, or the other capabilities.")
