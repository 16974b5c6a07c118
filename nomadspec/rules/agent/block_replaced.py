"""A block replaces an earlier block completely.

## What it does
Reports blocks that are not merged field by field, if an earlier file sets a field that the later file does not.

## Why is this bad?
`server.search`, `default_scheduler_config`, `raft_boltdb` and `raft_logstore` of a later file replace the whole block. Fields that only the earlier file sets are unset.

## Example
```hcl agent file=nomad.d/a.hcl
server {
  enabled = true
  default_scheduler_config { memory_oversubscription_enabled = true }
}
```
```hcl agent file=nomad.d/b.hcl
server {
  default_scheduler_config { scheduler_algorithm = "spread" }
}
```

## Use instead
```hcl agent
server {
  enabled = true
  default_scheduler_config {
    memory_oversubscription_enabled = true
    scheduler_algorithm             = "spread"
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

CODE = "AGT214"
NAME = "agent-block-replaced"
SEVERITY = "warning"

_WHOLE = ("server.search", "server.default_scheduler_config", "server.raft_boltdb", "server.raft_logstore")


def check(visit: AgentVisit) -> Iterator[Finding]:
    for path in _WHOLE:
        earlier: Section | None = None
        for section in visit.config.sections_at(path):
            if earlier is not None:
                lost = sorted(earlier.settings.keys() - section.settings.keys())
                if lost:
                    yield Finding(
                        f"this block replaces the one in an earlier file, whose {', '.join(lost)} is lost",
                        section.span,
                        related=(("the earlier block", earlier.span),),
                    )
            earlier = section
