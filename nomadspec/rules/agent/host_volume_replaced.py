"""A host volume replaces an earlier one of the same name.

## What it does
Reports `host_volume` blocks with the label of one in an earlier file that loses settings by it.

## Why is this bad?
Blocks of the same label are not merged: the later one replaces the earlier one, so a `read_only` of the first file is gone.

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
            yield Finding(f'host_volume "{section.label}" replaces an earlier one, whole{what}', section.span, related=(("the earlier one", earlier.span),))
        seen[section.label] = section
