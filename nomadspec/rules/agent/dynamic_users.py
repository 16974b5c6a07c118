"""The range of dynamic users is empty.

## What it does
Reports a `dynamic_user_min` above `dynamic_user_max`.

## Why is this bad?
`nomad config validate` accepts the configuration, but the agent panics when it starts.

## Example
```hcl agent
client {
  enabled = true
  users { dynamic_user_min = 90000 }
}
```

## Use instead
```hcl agent
client {
  enabled = true
  users {
    dynamic_user_min = 90000
    dynamic_user_max = 99999
  }
}
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT244"
NAME = "agent-dynamic-users"
SEVERITY = "error"
STOPS_AGENT = True


def check(visit: AgentVisit) -> Iterator[Finding]:
    low, high = visit.config.get("client.users.dynamic_user_min"), visit.config.get("client.users.dynamic_user_max")
    if visit.config.get("client.enabled") and low is not None and high is not None and low > high:
        at = "client.users.dynamic_user_min" if "client.users.dynamic_user_min" in visit.config.merged.origins else "client.users.dynamic_user_max"
        yield Finding(f"dynamic_user_min ({low}) is greater than dynamic_user_max ({high})", at, nomad="bug: users pool max must be >= min")
