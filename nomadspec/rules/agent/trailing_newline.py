"""A value ends with a line break.

## What it does
Reports single values that end with white space, usually because they are heredocs.

## Why is this bad?
A heredoc keeps its last line break, and a token, path or address with a line break does not work.

## Example
```hcl agent
server { enabled = true }
datacenter = <<EOF
west
EOF
```

## Use instead
```hcl agent
server { enabled = true }
datacenter = "west"
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT222"
NAME = "agent-trailing-newline"
SEVERITY = "warning"


def check(visit: AgentVisit) -> Iterator[Finding]:
    for _, root in visit.config.sections:
        for section in root.walk():
            for name, setting in section.settings.items():
                if isinstance(setting.value, str) and setting.value != setting.value.rstrip():
                    yield Finding(f"{name} ends with white space, which is part of the value", setting.key, help="Write a quoted string.")
