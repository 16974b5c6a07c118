"""Vault tokens are created from the default role.

## What it does
Reports enabled Vault clusters without `create_from_role`.

## Why is this bad?
A `vault` block of a job that sets no role then gets the default role of the auth method. If there is none, tasks fail.

## Example
```hcl agent
server { enabled = true }
vault {
  enabled = true
  default_identity { aud = ["vault.io"] }
}
```

## Use instead
```hcl agent
server { enabled = true }
vault {
  enabled          = true
  create_from_role = "nomad-workloads"
  default_identity { aud = ["vault.io"] }
}
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT275"
NAME = "agent-vault-role"
SEVERITY = "info"
PERSONA = "pedantic"


def check(visit: AgentVisit) -> Iterator[Finding]:
    for cluster in visit.config.merged.clusters["vault"]:
        if cluster.get("enabled") and not cluster.get("create_from_role"):
            yield Finding(f"vault cluster {cluster['name']} has no role", f"vault[{cluster['name']}].enabled", help="Set create_from_role.")
