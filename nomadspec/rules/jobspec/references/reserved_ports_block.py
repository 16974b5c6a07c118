"""A `reserved_ports` block next to a `port` block is dropped.

## What it does
Looks for networks that have both.

## Why is this bad?
As soon as a network has a `port` block, Nomad silently ignores `reserved_ports`.

## Example
```hcl group
network {
  port "http" {
    to = 80
  }
  reserved_ports "admin" {
    static = 8080
  }
}
```

## Use instead
```hcl group
network {
  port "http" {
    to = 80
  }
  port "admin" {
    static = 8080
  }
}
```

## Fix safety
Unsafe: the job then uses the port, which it did not do before.
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding
from nomadspec.source import Edit, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.hcl import ast
    from nomadspec.rules.rule import Visit

CODE = "REF005"
NAME = "reserved-ports-block"
SEVERITY = "error"
BLOCKS = ("NetworkResource",)
FIXABLE = "unsafe"


def check(visit: Visit) -> Iterator[Finding]:
    origin = visit.block.get("origin")
    if origin is None or origin.dynamic:
        return
    blocks = origin.block.body.blocks
    if {"reserved_ports", "dynamic"}.isdisjoint([block.type for block in blocks]):
        return
    computed = any(_repeats(block, "port") for block in blocks)
    if not computed and not any(block.type == "port" for block in blocks):
        return
    taken = {label.value for block in blocks if block.type == "port" for label in block.labels[:1]}
    for block in blocks:
        if _repeats(block, "reserved_ports"):
            yield Finding(
                "the reserved ports of the dynamic block are dropped, because the network also has `port` blocks",
                origin.source.span(block.start, block.header_end),
                help='Use dynamic "port" with static in its content.',
            )
        elif block.type == "reserved_ports":
            edit = Edit(origin.source.path, block.start, block.start + len("reserved_ports"), "port")
            label = block.labels[0].value if block.labels else ""
            yield Finding(
                f"reserved port {label!r} is dropped, because the network also has `port` blocks",
                origin.source.span(block.start, block.header_end),
                help='Use `port "…" { static = … }`.',
                # A second port of that label would be refused.
                fix=None if computed or label in taken else Fix("Write it as a port block", (edit,), safe=False),
            )
            taken.add(label)


def _repeats(block: ast.Block, type: str) -> bool:
    """Whether a `dynamic` block makes blocks of the type."""
    return block.type == "dynamic" and bool(block.labels) and block.labels[0].value == type
