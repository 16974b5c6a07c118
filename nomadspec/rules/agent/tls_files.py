"""TLS is enabled without its files.

## What it does
Reports enabled TLS without `ca_file`, `cert_file` or `key_file`.

## Why is this bad?
`nomad config validate` accepts the configuration, but the agent does not start.

## Example
```hcl agent
server { enabled = true }
tls {
  http = true
  rpc  = true
}
```

## Use instead
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
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT264"
NAME = "agent-tls-files"
SEVERITY = "error"


def check(visit: AgentVisit) -> Iterator[Finding]:
    switch = next((path for path in ("tls.rpc", "tls.http") if visit.config.get(path)), None)
    missing = [name for name in ("ca_file", "cert_file", "key_file") if not visit.config.get(f"tls.{name}")]
    if switch and missing:
        yield Finding(f"TLS is enabled without {' and '.join(missing)}", switch)
