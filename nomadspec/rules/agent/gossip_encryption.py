"""Gossip between servers is not encrypted.

## What it does
Reports servers without `encrypt`.

## Why is this bad?
Anyone who reaches the serf port can join the cluster's gossip. TLS does not cover it.

## Example
```hcl agent
server { enabled = true }
```

## Use instead
```hcl agent
server {
  enabled = true
  encrypt = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
}
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT261"
NAME = "agent-gossip-encryption"
SEVERITY = "warning"


def check(visit: AgentVisit) -> Iterator[Finding]:
    if visit.whole and visit.config.get("server.enabled") and not visit.config.dev and not visit.config.get("server.encrypt"):
        yield Finding("gossip between servers is not encrypted", "server", help="Set encrypt to a key from `nomad operator gossip keyring generate`.")
