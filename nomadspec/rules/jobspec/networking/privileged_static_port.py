"""A static port that needs rights, or that lies among the dynamic ones.

## What it does
Looks for static ports below 1024 and from 20000 to 32000.

## Why is this bad?
A process without rights cannot open a port below 1024. From 20000 to 32000 clients hand out dynamic ports (by default): a static one may be taken already.

## Example
```hcl group
network {
  port "http" {
    static = 25000
  }
}
```

## Use instead
```hcl group
network {
  port "http" {
    static = 8080
  }
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "NET003"
NAME = "privileged-static-port"
SEVERITY = "info"
BLOCKS = ("Port",)
PERSONA = "pedantic"


def check(visit: Visit) -> Iterator[Finding]:
    static = visit.block.static or 0
    if 0 < static < 1024:
        yield Finding(f"port {static} needs the right to open ports below 1024", "static")
    elif 20000 <= static <= 32000:
        yield Finding(f"port {static} lies in the range from which clients hand out dynamic ports", "static", help="Choose one outside of 20000 to 32000.")
