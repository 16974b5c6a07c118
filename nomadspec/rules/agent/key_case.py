"""A key is not written in Nomad's case.

## What it does
Reports keys such as `Datacenter`.

## Why is this bad?
Nomad accepts them; searches and other tools do not.

## Example
```hcl agent
Datacenter = "west"
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
from nomadspec.source import Edit, Fix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT218"
NAME = "agent-key-case"
SEVERITY = "info"


def check(visit: AgentVisit) -> Iterator[Finding]:
    for _, root in visit.config.sections:
        for section in root.walk():
            for name, setting in section.settings.items():
                written = setting.key.text.strip('"')
                if written != name and written.lower() == name:
                    edit = Edit(setting.key.path, setting.key.start_offset, setting.key.end_offset, setting.key.text.replace(written, name))
                    yield Finding(f"{written} should be written as {name}", setting.key, fix=Fix(f"write {name}", (edit,), safe=True))
