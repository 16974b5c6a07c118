"""Access control is disabled.

## What it does
Reports agents without `acl { enabled = true }`.

## Why is this bad?
Anyone who reaches the HTTP port can run jobs, and so any program, on every client.

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

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT262"
NAME = "agent-acl"
SEVERITY = "warning"


def check(visit: AgentVisit) -> Iterator[Finding]:
    if (
        visit.whole
        and not visit.config.dev
        and not visit.config.get("acl.enabled")
        and (visit.config.get("server.enabled") or visit.config.get("client.enabled"))
    ):
        yield Finding("access control is not enabled", "acl.enabled", help="Add acl { enabled = true } to servers and clients.")
