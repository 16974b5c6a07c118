"""The agent would advertise an address that only it can reach.

## What it does
Reports a loopback `bind_addr` or address without an `advertise` address, outside of dev mode.

## Why is this bad?
`nomad config validate` accepts it; the agent refuses to start.

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

from nomadspec.rules.agent_finding import AgentFinding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.agent import AgentConfig

CODE = "AGT248"
NAME = "agent-advertise-loopback"
SEVERITY = "error"

_LOOPBACK = ("127.", "::1", "[::1]", "localhost")


def check_agent(config: AgentConfig) -> Iterator[AgentFinding]:
    if config.dev:
        return
    for name in ("http", "rpc", "serf"):
        at = f"addresses.{name}" if config.get(f"addresses.{name}") else "bind_addr"
        if name == "serf" and not config.get("server.enabled"):
            continue
        if str(config.get(at)).startswith(_LOOPBACK) and not config.get(f"advertise.{name}"):
            yield AgentFinding(
                f"the address advertised for {name} would be {config.get(at)}",
                at,
                help=f"Set advertise {{ {name} = … }}.",
                nomad="Defaulting advertise to localhost is unsafe, please set advertise manually",
            )
            return
