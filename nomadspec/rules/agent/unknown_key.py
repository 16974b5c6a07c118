"""A key that the agent silently ignores.

## What it does
Reports unknown keys in blocks whose keys Nomad does not check: `host_volume`, `plugin`, `consul`, `vault`, `template`, `limits`, `ui`, `artifact` and others.

## Why is this bad?
A misspelled or misplaced setting has no effect, and neither `nomad config validate` nor the agent reports it.

## Example
```hcl agent
client {
  enabled = true
  host_volume "data" {
    path     = "/srv/data"
    readonly = true
  }
}
```

## Use instead
```hcl agent
client {
  enabled = true
  host_volume "data" {
    path      = "/srv/data"
    read_only = true
  }
}
```

## Fix safety
Offered if one name alone is near. Safe: the agent ignores the setting as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.agent.decoding import advice, ignores_unknown_keys, meant, names_below
from nomadspec.rules.agent.vault_removed_key import REMOVED
from nomadspec.rules.fixes import respell_near
from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT201"
NAME = "agent-unknown-key"
SEVERITY = "warning"
FIXABLE = "sometimes"


def check(visit: AgentVisit) -> Iterator[Finding]:
    for _, root in visit.config.sections:
        for section in root.walk():
            # A keyring's further keys belong to its provider.
            if not ignores_unknown_keys(section.path) or section.path == "keyring":
                continue
            for key, span in section.unknown:
                if not (section.path == "vault" and key.lower() in REMOVED):
                    near = meant(section.path, key)
                    fix = respell_near(visit, span, key, near, names_below(section.path).values())
                    yield Finding(f"unknown setting {key} in {section.path}; Nomad ignores it", span, help=advice(section.path, key), fix=fix)
