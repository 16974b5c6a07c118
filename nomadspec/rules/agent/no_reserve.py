"""No memory is reserved for the system.

## What it does
Reports clients that reserve no memory.

## Why is this bad?
The scheduler gives all memory to tasks, and the system and the agent need memory on top of that.

## Example
```hcl agent
client { enabled = true }
```

## Use instead
```hcl agent
client {
  enabled = true
  reserved { memory = 512 }
}
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT276"
NAME = "agent-no-reserve"
SEVERITY = "info"
PERSONA = "pedantic"


def check(visit: AgentVisit) -> Iterator[Finding]:
    if visit.config.get("client.enabled") and not visit.config.get("client.reserved.memory"):
        yield Finding("client reserves no memory for the system", "client.enabled", help="Add reserved { memory = … }, in MB.")
