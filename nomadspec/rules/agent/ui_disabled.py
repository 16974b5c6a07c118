"""A `ui` block switches the web interface off.

## What it does
Reports `ui` blocks that do not say `enabled = true`.

## Why is this bad?
The web interface is on by default; any `ui` block without `enabled = true` switches it off, also one that only sets a label.

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
            yield Finding("this ui block switches the web interface off", section.span, help="Add enabled = true (or false, if that is what is wanted).")
