"""Debug endpoints are open to everyone.

## What it does
Reports `enable_debug` without access control.

## Why is this bad?
The profiling endpoints show memory and slow the agent down. With ACLs they need a token, without they need nothing.

## Example
```hcl agent
enable_debug = true
server { enabled = true }
```

## Use instead
```hcl agent
enable_debug = true
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

CODE = "AGT265"
NAME = "agent-debug-endpoints"
SEVERITY = "warning"


def check_agent(config: AgentConfig) -> Iterator[AgentFinding]:
    if config.get("enable_debug") and not config.get("acl.enabled") and not config.dev:
        yield AgentFinding("the debug endpoints are open to everyone who reaches the HTTP port", "enable_debug")
