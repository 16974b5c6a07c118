"""A deprecated setting.

## What it does
Reports settings under an old name.

## Why is this bad?
The old name will be removed in a later release, and the two names merge differently: `server.retry_join` is appended, `server_join.retry_join` is replaced.

## Example
```hcl agent
server {
  enabled    = true
  retry_join = ["10.0.0.1"]
}
```

## Use instead
```hcl agent
server {
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

CODE = "AGT208"
NAME = "agent-deprecated-field"
SEVERITY = "warning"

#: Former field → what to write instead.
_FORMER = {
    "server.start_join": "server_join.retry_join",
    "server.retry_join": "server_join.retry_join",
    "server.retry_max": "server_join.retry_max",
    "server.retry_interval": "server_join.retry_interval",
    "client.template.function_blacklist": "function_denylist",
}


def check(visit: AgentVisit) -> Iterator[Finding]:
    for path, instead in _FORMER.items():
        for _, setting in visit.config.written(path):
            yield Finding(f"{path} is deprecated: use {instead}", setting.span)
