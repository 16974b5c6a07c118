"""Servers to join are named where the agent does not look.

## What it does
Reports `server_join` in the block of a role that the agent does not have, two ways of joining side by side, and `start_join` beside `retry_join`.

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
                yield Finding(f"server_join stands in {role}, but this agent is a {other} only", section.span, help=f"Move it into the {other} block.")
    joins = list(visit.config.sections_at("server.server_join"))
    for name in ("start_join", "retry_join"):
        for _, setting in visit.config.written(f"server.{name}"):
            if joins:
                yield Finding(
                    f"server.{name} stands beside a server_join block",
                    setting.span,
                    help=f"Write all addresses in server_join.{name}.",
                    related=(("the block", joins[-1].span),),
                )
    if visit.config.get("server.enabled") and visit.config.get("server.server_join.start_join") and visit.config.get("server.server_join.retry_join"):
        yield Finding(
            "server_join has both start_join and retry_join", "server.server_join.start_join", help="retry_join alone does the work of both.", severity="info"
        )
