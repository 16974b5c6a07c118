"""The policy `scale` where it has no effect.

## What it does
Reports `policy = "scale"` in blocks other than `namespace`.

## Why is this bad?
Nomad accepts it, but it grants nothing there.

## Example
```hcl spec
node {
  policy = "scale"
}
```

## Use instead
```hcl spec
node {
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

CODE = "SPC106"
NAME = "acl-scale-without-effect"
SEVERITY = "warning"
BLOCKS = ("acl-policy",)


def check(visit: SpecVisit) -> Iterator[Finding]:
    for block in POLICY_BLOCKS[1:]:
        rows = visit.spec.api[block.member] or []
        for number, row in enumerate(rows if block.name else [rows] if rows else []):
            if row["Policy"] == "scale":
                yield Finding(
                    f"policy 'scale' grants nothing in a {block.word} block",
                    f"{block.word}[{number}]" if block.name else block.word,
                    help="Write read or write.",
                )
