"""The gossip key has the wrong length.

## What it does
Reports a key that is not 16, 24 or 32 bytes long.

## Why is this bad?
`nomad config validate` only checks that the key is base64; the server does not start.

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

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT243"
NAME = "agent-encrypt-length"
SEVERITY = "error"
STOPS_AGENT = True


def check(visit: AgentVisit) -> Iterator[Finding]:
    key = visit.config.get("server.encrypt")
    if not key or not visit.config.get("server.enabled"):
        return
    try:
        length = len(base64.b64decode(key, validate=True))
    except (binascii.Error, ValueError):
        return
    if length not in (16, 24, 32):
        text = "Invalid key: key size must be 16, 24 or 32 bytes"
        yield Finding(
            f"gossip key has {length} bytes, not 16, 24 or 32",
            "server.encrypt",
            help="Run `nomad operator gossip keyring generate` to create a key of 32 bytes.",
            nomad=text,
        )
