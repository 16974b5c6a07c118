"""Vault or Consul is not checked, or reached without TLS.

## What it does
Reports `tls_skip_verify`, `verify_ssl = false`, and Vault addresses of other machines that begin with `http://`.

## Why is this bad?
Tokens and secrets go over this connection.

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

from nomadspec.rules.agent_finding import AgentFinding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.agent import AgentConfig

CODE = "AGT273"
NAME = "agent-integration-tls"
SEVERITY = "warning"

_HERE = ("http://127.", "http://localhost", "http://[::1]")


def check_agent(config: AgentConfig) -> Iterator[AgentFinding]:
    for cluster in config.merged.clusters["vault"]:
        at = f"vault[{cluster['name']}]"
        if cluster.get("tls_skip_verify"):
            yield AgentFinding("Vault's certificate is not checked", f"{at}.tls_skip_verify")
        address = cluster.get("address") or ""
        if cluster.get("enabled") and address.startswith("http://") and not address.startswith(_HERE):
            yield AgentFinding("Vault is reached without TLS", f"{at}.address")
    for cluster in config.merged.clusters["consul"]:
        if cluster.get("ssl") and cluster.get("verify_ssl") is False:
            yield AgentFinding("Consul's certificate is not checked", f"consul[{cluster['name']}].verify_ssl")
