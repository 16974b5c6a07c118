"""Settings for a role that is not enabled.

## What it does
Reports `server` and `client` blocks with settings if no file sets `enabled`.

## Why is this bad?
Without `enabled = true` the whole block has no effect. Set `enabled = false` if that is intended.

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

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT206"
NAME = "agent-role-not-enabled"
SEVERITY = "warning"


def check(visit: AgentVisit) -> Iterator[Finding]:
    if not visit.whole:
        return
    for role in ("server", "client"):
        if visit.config.get(f"{role}.enabled") or any(visit.config.written(f"{role}.enabled")):
            continue
        for section in visit.config.sections_at(role):
            yield Finding(f"{role} block has no effect: no file sets {role}.enabled", section.span, help="Add enabled = true.")
