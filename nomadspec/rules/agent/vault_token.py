"""A Vault token that Nomad does not use.

## What it does
Reports `vault.token`, as an error if it looks like a root token.

## Why is this bad?
Since Nomad 1.10, servers need no Vault token. A token that is left in the file is only a risk.

## Example
```hcl agent
server { enabled = true }
vault {
  enabled = true
  token   = "hvs.CAESIJ00000000000000000000"
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

CODE = "AGT271"
NAME = "agent-vault-token"
SEVERITY = "warning"
SINCE = "1.10.0"


def check(visit: AgentVisit) -> Iterator[Finding]:
    for _, setting in visit.config.written("vault.token"):
        if setting.value:
            root = "root" in str(setting.value).lower()
            yield Finding(
                "vault.token looks like a root token, and Nomad does not use it" if root else "vault.token is not used by Nomad",
                setting.span,
                help="Remove the token, and revoke it in Vault.",
                severity="error" if root else None,
            )
