"""Vault or Consul is used without TLS or without verification.

## What it does
Reports `tls_skip_verify`, `verify_ssl = false`, and addresses of Vault on other machines that begin with `http://`.

## Why is this bad?
Tokens and secrets are sent over this connection.

## Example
```hcl agent
server { enabled = true }
vault {
  enabled         = true
  tls_skip_verify = true
  default_identity { aud = ["vault.io"] }
}
```

## Use instead
```hcl agent
server { enabled = true }
vault {
  enabled = true
  ca_file = "/etc/nomad.d/vault-ca.pem"
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

CODE = "AGT273"
NAME = "agent-integration-tls"
SEVERITY = "warning"

_HERE = ("http://127.", "http://localhost", "http://[::1]")


def check(visit: AgentVisit) -> Iterator[Finding]:
    for cluster in visit.config.merged.clusters["vault"]:
        at = f"vault[{cluster['name']}]"
        if cluster.get("tls_skip_verify"):
            yield Finding("Vault's certificate is not verified", f"{at}.tls_skip_verify")
        address = cluster.get("address") or ""
        if cluster.get("enabled") and address.startswith("http://") and not address.startswith(_HERE):
            yield Finding("Vault address does not use TLS", f"{at}.address")
    for cluster in visit.config.merged.clusters["consul"]:
        if cluster.get("ssl") and cluster.get("verify_ssl") is False:
            yield Finding("Consul's certificate is not verified", f"consul[{cluster['name']}].verify_ssl")
