"""A reference is left as literal text.

## What it does
Reports `${…}` in values of agent configuration.

## Why is this bad?
Agents read an older dialect of HCL, which has neither variables nor functions.

## Example
```hcl agent
datacenter = "${DC}"
server { enabled = true }
```

## Use instead
```hcl agent
datacenter = "west"
server { enabled = true }
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT221"
NAME = "agent-literal-interpolation"
SEVERITY = "warning"


def check(visit: AgentVisit) -> Iterator[Finding]:
    for _, root in visit.config.sections:
        for section in root.walk():
            for name, setting in section.settings.items():
                values = setting.value if isinstance(setting.value, list) else [setting.value]
                # Maps such as meta hold text for others, who may well know what to put there.
                if any(isinstance(value, str) and "${" in value for value in values):
                    yield Finding(f"{name} is not interpolated, so ${{…}} is left as literal text", setting.span)
