"""A block of a policy that grants nothing.

## What it does
Reports blocks without `policy`, `capabilities` and variables.

## Why is this bad?
Such a block neither grants nor denies anything.

## Example
```hcl spec
namespace "default" {
}
```

## Use instead
```hcl spec
namespace "default" {
  policy = "read"
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

CODE = "SPC107"
NAME = "acl-block-grants-nothing"
SEVERITY = "warning"
BLOCKS = ("acl-policy",)


def check(visit: SpecVisit) -> Iterator[Finding]:
    for block in POLICY_BLOCKS:
        rows = visit.spec.api[block.member]
        for number, row in enumerate((rows or []) if block.name else [rows] if rows is not None else []):
            if not row["Policy"] and not row.get("Capabilities") and not row.get("Variables"):
                yield Finding(
                    f"this {block.word} block grants nothing",
                    f"{block.word}[{number}]" if block.name else block.word,
                    help='Add policy = "read", or remove the block.',
                )
