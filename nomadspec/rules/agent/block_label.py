"""A label that names nothing.

## What it does
Reports labels of `consul` and `vault` blocks.

## Why is this bad?
A cluster is named by the attribute `name`. The label is ignored, so the block changes the cluster `default`.

## Example
```hcl
server { enabled = true }
consul "west" {
  address = "10.0.0.1:8500"
}
```

## Use instead
```hcl
server { enabled = true }
consul {
  name    = "west"
  address = "10.0.0.1:8500"
}
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.agent_finding import AgentFinding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.agent import AgentConfig

CODE = "AGT202"
NAME = "agent-block-label"
SEVERITY = "warning"


def check_agent(config: AgentConfig) -> Iterator[AgentFinding]:
    for _, root in config.sections:
        for section in root.walk():
            for label, span in section.labels:
                yield AgentFinding(f'the label "{label}" of {section.path} is ignored', span, help=f'Write name = "{label}" in the block.')
