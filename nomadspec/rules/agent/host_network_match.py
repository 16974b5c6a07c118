"""A host network matches every address.

## What it does
Reports `host_network` blocks with neither `cidr` nor `interface`.

## Why is this bad?
Such a network contains every address of the machine, so ports meant for one network are open on all.

## Example
```hcl agent
client {
  enabled = true
  host_network "private" { reserved_ports = "22" }
}
```

## Use instead
```hcl agent
client {
  enabled = true
  host_network "private" {
    interface      = "eth1"
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

CODE = "AGT246"
NAME = "agent-host-network-match"
SEVERITY = "warning"


def check(visit: AgentVisit) -> Iterator[Finding]:
    for section in visit.config.sections_at("client.host_network"):
        if not any(section.settings[name].value for name in ("cidr", "interface") if name in section.settings):
            yield Finding(f'host_network "{section.label}" has neither cidr nor interface, so it matches every address', section.span)
