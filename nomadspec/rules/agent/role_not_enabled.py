"""Settings of a role that the agent does not have.

## What it does
Reports `server` and `client` blocks with settings where no file says `enabled`.

## Why is this bad?
Without `enabled = true` the whole block has no effect. Write `enabled = false` where that is meant.

## Example
```hcl agent
server {
  enabled          = true
  bootstrap_expect = 3
}
client {
  node_class = "large"
}
```

## Use instead
```hcl agent
server {
  enabled          = true
  bootstrap_expect = 3
}
client {
  enabled    = true
  node_class = "large"
}
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.agent_finding import AgentFinding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.agent import AgentConfig

CODE = "AGT206"
NAME = "agent-role-not-enabled"
SEVERITY = "warning"


def check_agent(config: AgentConfig) -> Iterator[AgentFinding]:
    for role in ("server", "client"):
        if config.get(f"{role}.enabled") or any(config.written(f"{role}.enabled")):
            continue
        for section in config.sections_at(role):
            yield AgentFinding(f"this block has no effect: no file says that the agent is a {role}", section.span, help="Add enabled = true.")
