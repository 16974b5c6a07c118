"""Workloads get an identity that Vault or Consul cannot verify.

## What it does
Reports default identities without an audience (`aud`), and servers with Vault but without a default identity.

## Why is this bad?
An auth method with bound audiences rejects an identity without one. An auth method without bound audiences accepts identities that were issued for others. Without a default identity every `vault` block of a job needs its own.

## Example
```hcl agent
server { enabled = true }
vault {
  enabled = true
  default_identity { ttl = "1h" }
}
```

## Use instead
```hcl agent
server { enabled = true }
vault {
  enabled = true
  default_identity {
    aud = ["vault.io"]
    ttl = "1h"
  }
}
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT272"
NAME = "agent-default-identity"
SEVERITY = "warning"

_IDENTITIES = {"vault": ("default_identity",), "consul": ("service_identity", "task_identity")}


def check(visit: AgentVisit) -> Iterator[Finding]:
    for kind, names in _IDENTITIES.items():
        for cluster in visit.config.merged.clusters[kind]:
            at = f"{kind}[{cluster['name']}]"
            for name in names:
                identity = cluster.get(name)
                if identity is not None and not identity.get("aud"):
                    yield Finding(
                        f"{name} of {kind} cluster {cluster['name']} has no audience", f"{at}.{name}", help='Set aud, for example aud = ["vault.io"].'
                    )
            if kind == "vault" and cluster.get("enabled") and visit.config.get("server.enabled") and cluster.get("default_identity") is None:
                yield Finding(f"vault cluster {cluster['name']} has no default identity for workloads", f"{at}.enabled", severity="info")
