"""A host volume replaces an earlier one with the same name.

## What it does
Reports `host_volume` blocks that replace a block of an earlier file and lose its settings.

## Why is this bad?
Blocks with the same label are not merged: the later block replaces the earlier one, so for example its `read_only` is lost.

## Example
```hcl agent file=nomad.d/a.hcl
client {
  enabled = true
  host_volume "certs" {
    path      = "/etc/ssl"
    read_only = true
  }
}
```
```hcl agent file=nomad.d/b.hcl
client {
  host_volume "certs" { path = "/srv/ssl" }
}
```

## Use instead
```hcl agent
client {
  enabled = true
  host_volume "certs" {
    path      = "/srv/ssl"
    read_only = true
  }
}
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.agent.decoding import Section
    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT212"
NAME = "agent-host-volume-replaced"
SEVERITY = "warning"


def check(visit: AgentVisit) -> Iterator[Finding]:
    seen: dict[str, Section] = {}
    for section in visit.config.sections_at("client.host_volume"):
        earlier = seen.get(section.label)
        if earlier is not None:
            lost = sorted(earlier.settings.keys() - section.settings.keys())
            what = f"; its {', '.join(lost)} is lost" if lost else ""
            yield Finding(f'host_volume "{section.label}" replaces an earlier block{what}', section.span, related=(("the earlier block", earlier.span),))
        seen[section.label] = section
