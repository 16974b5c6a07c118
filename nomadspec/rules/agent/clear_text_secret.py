"""A secret is written in clear text.

## What it does
Reports tokens, gossip keys and passwords in agent configuration. They are masked in this and all other findings.

## Why is this bad?
Configuration ends up in version control, in backups and in images.

## Example
```hcl agent
server { enabled = true }
consul { token = "5c0ffee5-0000-4000-8000-0123456789ab" }
```

## Use instead
```hcl agent
server { enabled = true }
consul { address = "127.0.0.1:8500" }
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.agent.secrets import secrets
from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT260"
NAME = "agent-clear-text-secret"
SEVERITY = "warning"

#: Where the secret may come from instead.
_ELSEWHERE = {
    "consul.token": "Remove it and set CONSUL_HTTP_TOKEN_<cluster> in the agent's environment, or move it to a separate file on the machine.",
    "server.encrypt": "Move it to a separate file on the machine. The key is only needed for the first start.",
}


def check(visit: AgentVisit) -> Iterator[Finding]:
    for secret in secrets(visit.config):
        if not secret.text.startswith("{{"):
            name = secret.path.rpartition(".")[2]
            yield Finding(f"{name} is a secret in clear text", secret.span, help=_ELSEWHERE.get(secret.path, "Move it to a separate file on the machine."))
