"""A block replaces an earlier one, whole.

## What it does
Reports blocks that are not merged field by field, where an earlier file sets something that the later one does not.

## Why is this bad?
`server.search`, `default_scheduler_config`, `raft_boltdb` and `raft_logstore` of a later file replace the whole block: what only the earlier one says goes back to nothing.

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

from nomadspec.rules.agent_finding import AgentFinding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.agent import AgentConfig
    from nomadspec.agent.decoding import Section

CODE = "AGT214"
NAME = "agent-block-replaced"
SEVERITY = "warning"

_WHOLE = ("server.search", "server.default_scheduler_config", "server.raft_boltdb", "server.raft_logstore")


def check_agent(config: AgentConfig) -> Iterator[AgentFinding]:
    for path in _WHOLE:
        earlier: Section | None = None
        for section in config.sections_at(path):
            if earlier is not None:
                lost = sorted(earlier.settings.keys() - section.settings.keys())
                if lost:
                    yield AgentFinding(
                        f"this replaces the whole block of an earlier file: its {', '.join(lost)} is lost",
                        section.span,
                        related=(("the earlier one", earlier.span),),
                    )
            earlier = section
