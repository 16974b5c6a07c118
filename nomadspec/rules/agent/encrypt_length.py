"""The gossip key has the wrong length.

## What it does
Reports a key that is not 16, 24 or 32 bytes long.

## Why is this bad?
`nomad config validate` only looks whether it is base64; the server does not start.

## Example
```hcl agent
server {
  enabled = true
  encrypt = "c2hvcnQ="
}
```

## Use instead
```hcl agent
server {
  enabled = true
  encrypt = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
}
```
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from nomadspec.rules.agent_finding import AgentFinding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.agent import AgentConfig

CODE = "AGT243"
NAME = "agent-encrypt-length"
SEVERITY = "error"


def check_agent(config: AgentConfig) -> Iterator[AgentFinding]:
    key = config.get("server.encrypt")
    if not key or not config.get("server.enabled"):
        return
    try:
        length = len(base64.b64decode(key, validate=True))
    except (binascii.Error, ValueError):
        return
    if length not in (16, 24, 32):
        text = "Invalid key: key size must be 16, 24 or 32 bytes"
        yield AgentFinding(
            f"the gossip key has {length} bytes", "server.encrypt", help="`nomad operator gossip keyring generate` makes one of 32 bytes.", nomad=text
        )
