"""A block is written twice in one file.

## What it does
Reports a second block of a kind of which there is one.

## Why is this bad?
The two are merged into one silently; who edits the first overlooks the second.

## Example
```hcl agent
client { enabled = true }
client { node_class = "large" }
```

## Use instead
```hcl agent
client {
  enabled    = true
  node_class = "large"
}
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT219"
NAME = "agent-repeated-block"
SEVERITY = "info"


def check(visit: AgentVisit) -> Iterator[Finding]:
    for _, root in visit.config.sections:
        for section in root.walk():
            for span in section.again:
                yield Finding(f"{section.path} is written again; both blocks count as one", span, related=(("the first one", section.span),))
