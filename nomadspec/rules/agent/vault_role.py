"""Vault tokens come from whatever role is the default.

## What it does
Reports enabled Vault clusters without `create_from_role`.

## Why is this bad?
A `vault` block of a job that names no role then gets the default role of the auth method; when there is none, tasks fail.

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

from nomadspec.rules.agent_finding import AgentFinding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.agent import AgentConfig

CODE = "AGT275"
NAME = "agent-vault-role"
SEVERITY = "info"
PERSONA = "pedantic"


def check_agent(config: AgentConfig) -> Iterator[AgentFinding]:
    for cluster in config.merged.clusters["vault"]:
        if cluster.get("enabled") and not cluster.get("create_from_role"):
            yield AgentFinding(f"vault cluster {cluster['name']} names no role", f"vault[{cluster['name']}].enabled", help="Set create_from_role.")
