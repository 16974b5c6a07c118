"""A `ui` block disables the web interface.

## What it does
Reports `ui` blocks that do not set `enabled`.

## Why is this bad?
The web interface is enabled by default, but any `ui` block without `enabled = true` disables it, even if it only sets a label.

## Example
```hcl agent
server { enabled = true }
ui {
  label { text = "staging" }
}
```

## Use instead
```hcl agent
server { enabled = true }
ui {
  enabled = true
  label { text = "staging" }
}
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT205"
NAME = "agent-ui-disabled"
SEVERITY = "warning"


def check(visit: AgentVisit) -> Iterator[Finding]:
    if visit.config.get("ui.enabled"):
        return
    for section in visit.config.sections_at("ui"):
        if "enabled" not in section.settings:
            yield Finding(
                "ui block without enabled = true disables the web interface", section.span, help="Add enabled = true, or enabled = false if that is intended."
            )
