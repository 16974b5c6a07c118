"""A static port that is privileged, or within the range of dynamic ports.

## What it does
Looks for static ports below 1024, and from 20000 to 32000.

## Why is this bad?
A process needs extra privileges to open a port below 1024. By default, clients assign dynamic ports from 20000 to 32000, so a static port in this range may already be taken.

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
        yield Finding(f"static port {static} requires privileges to open ports below 1024", "static")
    elif 20000 <= static <= 32000:
        yield Finding(f"static port {static} is in the clients' range of dynamic ports", "static", help="Choose a port outside the range 20000 to 32000.")
