"""Two services of the agent listen on the same port.

## What it does
Compares the ports of HTTP, RPC and Serf of a server, where they listen on the same address. A client listens for HTTP only.

## Why is this bad?
The configuration is valid, but the agent exits when it starts: `address already in use`.

## Example
```hcl agent
server { enabled = true }
ports {
  http = 4647
}
```

## Use instead
```hcl agent
server { enabled = true }
ports {
  http = 4646
}
```
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT278"
NAME = "agent-ports-equal"
SEVERITY = "error"

_EVERY = ("", "0.0.0.0", "::", "[::]")


def check(visit: AgentVisit) -> Iterator[Finding]:
    config = visit.config
    if not config.get("server.enabled"):
        return
    for one, other in combinations(("http", "rpc", "serf"), 2):
        port = config.get(f"ports.{one}")
        if not port or port != config.get(f"ports.{other}") or not _meet(visit, one, other):
            continue
        at = f"ports.{other}" if f"ports.{other}" in config.merged.origins else f"ports.{one}"
        yield Finding(f"{one} and {other} both listen on port {port}, so the agent does not start", at, help="Use a port of its own for each.")


def _meet(visit: AgentVisit, one: str, other: str) -> bool:
    """Whether both listen on one address."""
    first, second = (visit.config.get(f"addresses.{name}") or visit.config.get("bind_addr") or "" for name in (one, other))
    return first == second or ((first in _EVERY or second in _EVERY) and "{{" not in first + second)
