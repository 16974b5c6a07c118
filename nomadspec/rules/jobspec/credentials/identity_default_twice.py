"""A task has two default identities.

## What it does
Looks for more than one `identity` block without a name.

## Why is this bad?
The second silently replaces the first.

## Example
```hcl task
identity {
  env = true
}
identity {
  file = true
}
```

## Use instead
```hcl task
identity {
  env  = true
  file = true
}
```
"""

from __future__ import annotations

from nomadspec.hcl import ast
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "VLT002"
NAME = "identity-default-twice"
SEVERITY = "warning"
BLOCKS = ("Task",)
IF_WRITTEN = ("identity", "default_identity")


def _default(expression: ast.Expression) -> bool:
    return isinstance(expression, ast.Literal) and expression.value in ("", "default")


def check(visit: Visit) -> Iterator[Finding]:
    origin = visit.block.get("origin")
    if origin is None:
        return
    nameless = [
        block
        for block in origin.block.body.blocks
        if block.type == "identity" and not any(attribute.name == "name" and not _default(attribute.expr) for attribute in block.body.attributes)
    ]
    for block in nameless[:-1]:
        yield Finding(
            "default identity is replaced by a later identity block without a name",
            origin.source.span(block.start, block.header_end),
            help="Merge the blocks, or name one of them.",
        )
