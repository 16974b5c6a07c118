"""TLS does not verify the other side.

## What it does
With TLS enabled, reports a missing `verify_server_hostname` or `verify_https_client`, a permanent `rpc_upgrade_mode`, and old TLS versions.

## Why is this bad?
Without `verify_server_hostname` any certificate of the authority, such as a client's, can act as a server. `rpc_upgrade_mode` also accepts plain connections.

## Example
```hcl agent
server { enabled = true }
tls {
  http      = true
  rpc       = true
  ca_file   = "ca.pem"
  cert_file = "server.pem"
  key_file  = "server-key.pem"
}
```

## Use instead
```hcl agent
server { enabled = true }
tls {
  http                   = true
  rpc                    = true
  ca_file                = "ca.pem"
  cert_file              = "server.pem"
  key_file               = "server-key.pem"
  verify_server_hostname = true
  verify_https_client    = true
}
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT263"
NAME = "agent-tls-verification"
SEVERITY = "warning"


def check(visit: AgentVisit) -> Iterator[Finding]:
    if visit.config.get("tls.rpc") and not visit.config.get("tls.verify_server_hostname"):
        yield Finding("server names are not verified: any certificate of the CA is accepted", "tls.rpc", help="Set verify_server_hostname = true.")
    if visit.config.get("tls.http") and not visit.config.get("tls.verify_https_client"):
        text = "HTTP clients do not need a certificate"
        yield Finding(text, "tls.http", help="Set verify_https_client = true, or rely on ACL tokens alone.", severity="info")
    if visit.config.get("tls.rpc_upgrade_mode"):
        yield Finding("rpc_upgrade_mode accepts connections without TLS", "tls.rpc_upgrade_mode", help="Remove it once all servers use TLS.")
    if visit.config.get("tls.tls_min_version") in ("tls10", "tls11"):
        yield Finding(f"{visit.config.get('tls.tls_min_version')} is insecure", "tls.tls_min_version", help="Remove it. The default is tls12.")
