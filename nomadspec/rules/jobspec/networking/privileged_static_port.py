"""A static port that is privileged, or within the range of dynamic ports.

## What it does
Looks for static ports below 1024, and from 20000 to 32000 (or in the range of the clients, where a state is given).

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
    elif static and (range := _dynamic_range(visit, static)):
        yield Finding(
            f"static port {static} is in the clients' range of dynamic ports", "static", help=f"Choose a port outside the range {range[0]} to {range[1]}."
        )


def _dynamic_range(visit: Visit, port: int) -> tuple[int, int] | None:
    """The range of a client that may get the port and has it there; the default range where no client is known."""
    ranges = [(20000, 32000)]
    if visit.subject.state is not None:
        from nomadspec.rules.candidates import nodes

        resources = [node.resources for node in nodes(visit)]
        ranges = [(of.get("MinDynamicPort") or 20000, of.get("MaxDynamicPort") or 32000) for of in resources] or ranges
    return next(((low, high) for low, high in ranges if low <= port <= high), None)
