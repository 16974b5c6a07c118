"""Access control is off.

## What it does
Reports agents without `acl { enabled = true }`.

## Why is this bad?
Everyone who reaches the HTTP port can run jobs, and so anything, on every client.

## Example
```hcl agent
server { enabled = true }
```

## Use instead
```hcl agent
server { enabled = true }
acl { enabled = true }
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.agent_finding import AgentFinding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.agent import AgentConfig

CODE = "AGT262"
NAME = "agent-acl"
SEVERITY = "warning"


def check_agent(config: AgentConfig) -> Iterator[AgentFinding]:
    if not config.dev and not config.get("acl.enabled") and (config.get("server.enabled") or config.get("client.enabled")):
        yield AgentFinding("access control is not enabled", "acl.enabled", help="Add acl { enabled = true }, to servers and clients.")
