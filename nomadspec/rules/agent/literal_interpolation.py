"""A reference that stays text.

## What it does
Reports `${…}` in values of agent configuration.

## Why is this bad?
Agents read an older dialect of HCL, which has neither variables nor functions: the text is taken as it stands.

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

from nomadspec.rules.agent_finding import AgentFinding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.agent import AgentConfig

CODE = "AGT221"
NAME = "agent-literal-interpolation"
SEVERITY = "warning"


def check_agent(config: AgentConfig) -> Iterator[AgentFinding]:
    for _, root in config.sections:
        for section in root.walk():
            for name, setting in section.settings.items():
                values = setting.value if isinstance(setting.value, list) else [setting.value]
                # Maps such as meta hold text for others, who may well know what to put there.
                if any(isinstance(value, str) and "${" in value for value in values):
                    yield AgentFinding(f"{name} is not evaluated: ${{…}} stays as it is", setting.span)
