"""The agent advertises an address that only it can reach.

## What it does
Reports a loopback `bind_addr` or address without an `advertise` address, outside dev mode.

## Why is this bad?
`nomad config validate` accepts the configuration, but the agent does not start.

## Example
```hcl agent
bind_addr = "127.0.0.1"
server { enabled = true }
```

## Use instead
```hcl agent
bind_addr = "127.0.0.1"
advertise {
  http = "10.0.0.1"
  rpc  = "10.0.0.1"
  serf = "10.0.0.1"
}
server { enabled = true }
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT248"
NAME = "agent-advertise-loopback"
SEVERITY = "error"

_LOOPBACK = ("127.", "::1", "[::1]", "localhost")


def check(visit: AgentVisit) -> Iterator[Finding]:
    if visit.config.dev:
        return
    for name in ("http", "rpc", "serf"):
        at = f"addresses.{name}" if visit.config.get(f"addresses.{name}") else "bind_addr"
        if name == "serf" and not visit.config.get("server.enabled"):
            continue
        if str(visit.config.get(at)).startswith(_LOOPBACK) and not visit.config.get(f"advertise.{name}"):
            yield Finding(
                f"advertised {name} address is the loopback address {visit.config.get(at)}",
                at,
                help=f"Set advertise {{ {name} = … }}.",
                nomad="Defaulting advertise to localhost is unsafe, please set advertise manually",
            )
            return
