"""A value of the wrong type that Nomad converts.

## What it does
Reports strings for numbers and booleans, and numbers for booleans.

## Why is this bad?
It works for `"true"` and `1`, but the agent does not start with `"yes"`.

## Example
```hcl agent
server {
  enabled = "true"
}
```

## Use instead
```hcl agent
server {
  enabled = true
}
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.agent.config_schema import FIELDS
from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT220"
NAME = "agent-value-converted"
SEVERITY = "info"
PERSONA = "pedantic"

_WRITTEN = {"bool": ("true", "false"), "int": (), "float": ()}


def check(visit: AgentVisit) -> Iterator[Finding]:
    for _, root in visit.config.sections:
        for section in root.walk():
            for name, setting in section.settings.items():
                type = FIELDS[f"{section.path}.{name}" if section.path else name].type
                text = setting.span.text
                if type in _WRITTEN and (text.startswith('"') or (type == "bool" and text not in _WRITTEN["bool"])):
                    yield Finding(f"{name} has type {type}, but is written as {text}", setting.span)
