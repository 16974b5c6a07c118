"""An unknown name in a `vault` or `secret` block of a group.

## What it does
Compares the names in these blocks with those that the blocks support.

## Why is this bad?
Nomad rejects an unknown name in a task, but silently drops it in a group, so the setting has no effect.

## Example
```hcl group
vault {
  rol = "app"
}
```

## Use instead
```hcl group
vault {
  role = "app"
}
```

## Fix safety
Offered if one field alone is near. Safe: Nomad drops the field as it is.
"""

from __future__ import annotations

from nomadspec.hcl import ast
from nomadspec.rules.rule import Finding
from nomadspec.schema.blocks import BLOCKS as SCHEMA
from nomadspec.source import Edit, Fix
from nomadspec.source.closest import closest, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "VLT004"
NAME = "group-block-unknown-key"
SEVERITY = "error"
FIXABLE = "sometimes"
BLOCKS = ("TaskGroup",)

_MODELS = {"vault": "Vault", "secret": "Secret"}


def check(visit: Visit) -> Iterator[Finding]:
    origin = visit.block.get("origin")
    if origin is None:
        return
    for block in [block for block in origin.block.body.blocks if block.type in _MODELS]:
        known = {field.name for field in SCHEMA[_MODELS[block.type]] if field.name != "name"}
        for item in block.body.items:
            name = item.name if isinstance(item, ast.Attribute) else item.type
            if name not in known and name != "dynamic":
                near = closest(name, known)
                end = item.name_end if isinstance(item, ast.Attribute) else item.start + len(name)
                only = near is not None and nearest(name, known) == near and not origin.dynamic
                yield Finding(
                    f"a `{block.type}` block has no field {name!r}",
                    origin.source.span(item.start, item.name_end if isinstance(item, ast.Attribute) else item.header_end),
                    help=f"Did you mean {near!r}?" if near else f"Fields of the block: {', '.join(sorted(known))}.",
                    fix=Fix(f"Use {near}", (Edit(origin.source.path, item.start, end, near or ""),), safe=True) if only else None,
                )
