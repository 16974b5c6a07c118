"""A block is written twice in one file.

## What it does
Reports blocks that may appear only once but are written twice: `client`, `server`, `telemetry` and a few nested blocks. For all other blocks this is an error.

## Why is this bad?
Nomad silently merges the two blocks. Anyone who edits the first one easily overlooks the second.

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
                yield Finding(f"{section.path} is written twice; Nomad merges both blocks", span, related=(("the first block", section.span),))
