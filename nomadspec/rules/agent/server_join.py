"""Servers to join are set where the agent does not read them.

## What it does
Reports `server_join` in the block of a role that is not enabled, two ways of joining side by side, and `start_join` next to `retry_join`.

## Why is this bad?
The agent starts and never finds its servers, or tries only some of the addresses.

## Example
```hcl agent
client {
  enabled = true
}
server {
  enabled = false
  server_join {
    retry_join = ["10.0.0.1"]
  }
}
```

## Use instead
```hcl agent
client {
  enabled = true
  server_join {
    retry_join = ["10.0.0.1"]
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

CODE = "AGT207"
NAME = "agent-server-join"
SEVERITY = "warning"


def check(visit: AgentVisit) -> Iterator[Finding]:
    for role, other in (("server", "client"), ("client", "server")):
        if not visit.config.get(f"{role}.enabled") and visit.config.get(f"{other}.enabled"):
            for section in visit.config.sections_at(f"{role}.server_join"):
                yield Finding(f"server_join is in the {role} block, but this agent is only a {other}", section.span, help=f"Move it to the {other} block.")
    joins = list(visit.config.sections_at("server.server_join"))
    for name in ("start_join", "retry_join"):
        for _, setting in visit.config.written(f"server.{name}"):
            if joins:
                yield Finding(
                    f"server.{name} is set next to a server_join block",
                    setting.span,
                    help=f"Set all addresses in server_join.{name}.",
                    related=(("the server_join block", joins[-1].span),),
                )
    if visit.config.get("server.enabled") and visit.config.get("server.server_join.start_join") and visit.config.get("server.server_join.retry_join"):
        yield Finding(
            "server_join has both start_join and retry_join", "server.server_join.start_join", help="Remove start_join; retry_join covers it.", severity="info"
        )
