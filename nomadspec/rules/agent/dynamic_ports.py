"""The range of dynamic ports overlaps with ports in use.

## What it does
Reports ranges of dynamic ports that contain the agent's own ports or well-known ports, that are very small, or that overlap with the range from which Linux chooses ports for outgoing connections.

## Why is this bad?
Tasks sometimes get a port that is in use, and fail to bind it.

## Example
```hcl agent
client {
  enabled          = true
  min_dynamic_port = 4000
  max_dynamic_port = 8000
}
```

## Use instead
```hcl agent
client {
  enabled          = true
  min_dynamic_port = 20000
  max_dynamic_port = 25000
}
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT250"
NAME = "agent-dynamic-ports"
SEVERITY = "warning"

_EPHEMERAL = (32768, 60999)
_FEW = 100


def check(visit: AgentVisit) -> Iterator[Finding]:
    if not visit.config.get("client.enabled"):
        return
    low, high = visit.config.get("client.min_dynamic_port") or 0, visit.config.get("client.max_dynamic_port") or 0
    if not 0 <= low <= high <= 65536:
        return  # Nomad says so itself.
    at = "client.max_dynamic_port" if "client.min_dynamic_port" not in visit.config.merged.origins else "client.min_dynamic_port"
    own = [f"{port} ({name})" for name in ("http", "rpc", "serf") if low <= (port := visit.config.get(f"ports.{name}") or 0) <= high]
    if own:
        yield Finding(f"dynamic ports {low} to {high} contain the agent's own ports: {', '.join(own)}", at)
    if low < 1024:
        yield Finding(f"dynamic ports begin at {low}, in the range of well-known ports", at)
    if 0 <= high - low < _FEW:
        number = high - low + 1
        yield Finding(f"only {number} dynamic port{'s' * (number != 1)}", at)
    if low <= _EPHEMERAL[1] and high >= _EPHEMERAL[0]:
        text = f"dynamic ports {low} to {high} overlap with the range for outgoing connections, {_EPHEMERAL[0]} to {_EPHEMERAL[1]}"
        yield Finding(text, at, help="Compare with net.ipv4.ip_local_port_range on the machine.", severity="info")
