"""Templates may leave the task's folder.

## What it does
Reports `disable_file_sandbox`, and lists of denied functions without those that Nomad denies by default.

## Why is this bad?
The client renders templates as root. They can then read and write any file, or run programs.

## Example
```hcl agent
client {
  enabled = true
  template { disable_file_sandbox = true }
}
```

## Use instead
```hcl agent
client {
  enabled = true
  template {
    function_denylist = ["plugin", "writeToFile", "executeTemplate", "env"]
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

CODE = "AGT268"
NAME = "agent-template-sandbox"
SEVERITY = "warning"

_DENIED = ("plugin", "writeToFile")


def check(visit: AgentVisit) -> Iterator[Finding]:
    if visit.config.get("client.template.disable_file_sandbox"):
        yield Finding("templates may read any file of the machine", "client.template.disable_file_sandbox")
    denied = visit.config.get("client.template.function_denylist") or []
    allowed = [name for name in _DENIED if name not in denied]
    if allowed:
        yield Finding(f"templates may call {' and '.join(allowed)}, which are denied by default", "client.template.function_denylist")
