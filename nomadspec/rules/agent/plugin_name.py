"""A plugin block for an unknown plugin.

## What it does
Reports plugin blocks whose label is similar to the name of a built-in driver.

## Why is this bad?
A block for a plugin that does not exist is ignored, and the driver keeps its defaults.

## Example
```hcl agent
client { enabled = true }
plugin "raw-exec" {
  config { enabled = true }
}
```

## Use instead
```hcl agent
client { enabled = true }
plugin "raw_exec" {
  config { enabled = true }
}
```

## Fix safety
Offered if one name alone is near. Safe: the agent ignores the block as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.fixes import literal, respell_near
from nomadspec.rules.rule import Finding
from nomadspec.schema.driver_plugins import PLUGINS
from nomadspec.source.closest import closest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT232"
NAME = "agent-plugin-name"
SEVERITY = "warning"
FIXABLE = "sometimes"
#: Plugins that are not built in and have a name like one that is.
_OTHERS = ("exec2",)


def check(visit: AgentVisit) -> Iterator[Finding]:
    for section in visit.config.sections_at("plugin"):
        near = closest(section.label.lower(), PLUGINS, 0.75)
        if section.label not in (*PLUGINS, *_OTHERS) and near:
            fix = respell_near(visit, section.span, section.label, near, PLUGINS, literal)
            yield Finding(f'unknown plugin "{section.label}": the block is ignored', section.span, help=f"Did you mean {near}?", fix=fix)
