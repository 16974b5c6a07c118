"""The reserved resources leave nothing for tasks.

## What it does
Reports reserved resources that are negative, or at least the configured total of the machine.

## Why is this bad?
Nothing can be placed on a client that reserves everything.

## Example
```hcl agent
client {
  enabled         = true
  memory_total_mb = 4096
  reserved { memory = 8192 }
}
```

## Use instead
```hcl agent
client {
  enabled         = true
  memory_total_mb = 4096
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

CODE = "AGT251"
NAME = "agent-reserved-resources"
SEVERITY = "warning"

_TOTALS = {"memory": "client.memory_total_mb", "disk": "client.disk_total_mb", "cpu": "client.cpu_total_compute"}


def check(visit: AgentVisit) -> Iterator[Finding]:
    if not visit.config.get("client.enabled"):
        return
    for name, total_path in _TOTALS.items():
        path = f"client.reserved.{name}"
        value, total = visit.config.get(path) or 0, visit.config.get(total_path) or 0
        if value < 0:
            yield Finding(f"{path} must not be negative: {value}", path)
        elif total and value >= total:
            yield Finding(f"{path} reserves {value} of {total}, which leaves nothing for tasks", path)
