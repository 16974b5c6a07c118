"""A setting of the removed Vault integration.

## What it does
Reports `allow_unauthenticated`, `task_token_ttl`, `token_role`, `policies` and others in `vault` blocks.

## Why is this bad?
Since Nomad 1.10, tasks get Vault tokens only with their workload identity. The settings are silently ignored: access that `allow_unauthenticated = false` seems to deny is only controlled by the roles of the auth method.

## Example
```hcl agent
server { enabled = true }
vault {
  enabled               = true
  allow_unauthenticated = false
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

CODE = "AGT270"
NAME = "agent-vault-removed-key"
SEVERITY = "warning"
SINCE = "1.10.0"

#: Former key → what took its place.
REMOVED = {
    "allow_unauthenticated": "set policies in the roles of the auth method",
    "allowed_policies": "set the policies in the roles of the auth method",
    "policies": "set the policies in the role that create_from_role names",
    "task_token_ttl": "set the token's lifetime in the role of the auth method",
    "token_role": "set create_from_role to a role of the auth method",
    "token_ttl": "set the token's lifetime in the role of the auth method",
}


def check(visit: AgentVisit) -> Iterator[Finding]:
    for section in visit.config.sections_at("vault"):
        for key, span in section.unknown:
            instead = REMOVED.get(key.lower())
            if instead:
                yield Finding(f"{key} belongs to the removed Vault integration and is ignored", span, help=f"{instead[0].upper()}{instead[1:]}.")
