"""Tasks may run as root, without isolation.

## What it does
Reports clients that enable the `raw_exec` driver without denying host users.

## Why is this bad?
Anyone who may submit a job is root on the machine.

## Example
```hcl agent
client { enabled = true }
plugin "raw_exec" {
  config { enabled = true }
}
```

## Use instead
```hcl agent
client { enabled = true }
plugin "raw_exec" {
  config {
    enabled          = true
    denied_host_uids = "0"
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

CODE = "AGT266"
NAME = "agent-raw-exec"
SEVERITY = "warning"


def check(visit: AgentVisit) -> Iterator[Finding]:
    options = visit.config.plugin("raw_exec")
    if options.get("enabled") in (True, "true", 1, "1") and not options.get("denied_host_uids") and visit.config.get("client.enabled") and not visit.config.dev:
        yield Finding("raw_exec runs tasks as root, without isolation", "plugin[raw_exec].config.enabled", help='Set denied_host_uids = "0" to deny root.')
