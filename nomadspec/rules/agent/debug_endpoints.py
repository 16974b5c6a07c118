"""Debug endpoints are accessible without authentication.

## What it does
Reports `enable_debug` without access control.

## Why is this bad?
The profiling endpoints expose memory and slow down the agent. With ACLs they require a token; without, they are open.

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

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT265"
NAME = "agent-debug-endpoints"
SEVERITY = "warning"


def check(visit: AgentVisit) -> Iterator[Finding]:
    if visit.config.get("enable_debug") and not visit.config.get("acl.enabled") and not visit.config.dev:
        yield Finding("debug endpoints are open to anyone who can reach the HTTP port", "enable_debug")
