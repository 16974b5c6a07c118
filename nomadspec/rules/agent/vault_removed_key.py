"""A setting of the former Vault integration.

## What it does
Reports `allow_unauthenticated`, `task_token_ttl`, `token_role`, `policies` and others in `vault` blocks.

## Why is this bad?
Since Nomad 1.10 tasks get Vault tokens by their workload identity only. The settings are ignored without a word, so access that `allow_unauthenticated = false` seems to close is governed by the auth method's roles alone.

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

#: Former key → what took its place.
REMOVED = {
    "allow_unauthenticated": "the roles of the auth method say who gets which policies",
    "allowed_policies": "list the policies in the roles of the auth method",
    "policies": "list the policies in the role that create_from_role names",
    "task_token_ttl": "set the token's lifetime in the role of the auth method",
    "token_role": "name the role of the auth method with create_from_role",
    "token_ttl": "set the token's lifetime in the role of the auth method",
}


def check(visit: AgentVisit) -> Iterator[Finding]:
    for section in visit.config.sections_at("vault"):
        for key, span in section.unknown:
            instead = REMOVED.get(key.lower())
            if instead:
                yield Finding(f"{key} belongs to the former Vault integration and is ignored", span, help=f"{instead[0].upper()}{instead[1:]}.")
