"""A host network is defined twice.

## What it does
Reports `host_network` blocks with the label of an earlier block.

## Why is this bad?
Blocks with the same label are not merged: both are kept, and when the client starts, the last one overrides the others completely.

## Example
```hcl agent file=nomad.d/a.hcl
client {
  enabled = true
  host_network "public" { interface = "eth0" }
}
```
```hcl agent file=nomad.d/b.hcl
client {
  host_network "public" { reserved_ports = "22" }
}
```

## Use instead
```hcl agent
client {
  enabled = true
  host_network "public" {
    interface      = "eth0"
    reserved_ports = "22"
  }
}
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit
    from nomadspec.source import Span

CODE = "AGT211"
NAME = "agent-host-network-twice"
SEVERITY = "warning"


def check(visit: AgentVisit) -> Iterator[Finding]:
    seen: dict[str, Span] = {}
    for section in visit.config.sections_at("client.host_network"):
        if section.label in seen:
            yield Finding(
                f'host_network "{section.label}" is defined twice; the last block overrides the others',
                section.span,
                related=(("the earlier block", seen[section.label]),),
            )
        seen[section.label] = section.span
