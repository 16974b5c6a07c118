"""A merged list has duplicate elements.

## What it does
Reports duplicates in lists that files append to.

## Why is this bad?
The lists of all files are joined, duplicates included. Usually two files repeat each other.

## Example
```hcl agent file=nomad.d/a.hcl
client {
  enabled = true
  servers = ["10.0.0.1:4647", "10.0.0.2:4647"]
}
```
```hcl agent file=nomad.d/b.hcl
client {
  servers = ["10.0.0.2:4647"]
}
```

## Use instead
```hcl agent
client {
  enabled = true
  servers = ["10.0.0.1:4647", "10.0.0.2:4647"]
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

CODE = "AGT210"
NAME = "agent-list-duplicate"
SEVERITY = "warning"


def check(visit: AgentVisit) -> Iterator[Finding]:
    for path, field in FIELDS.items():
        if field.merge != "append":
            continue
        first: dict[str, int] = {}
        for number, value in enumerate(visit.config.get(path) or []):
            if value in first:
                earlier = visit.config.place(f"{path}[{first[value]}]")
                yield Finding(f"{path} contains {value} twice", f"{path}[{number}]", related=(("the first element", earlier),))
            first.setdefault(value, number)
