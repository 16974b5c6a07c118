"""A misplaced setting that Nomad silently ignores.

## What it does
Reports settings such as `server_join`, `servers`, `meta`, `options` or `template` at the top level of a file, and settings of `template` in `client`.

## Why is this bad?
Most misplaced settings are errors, but these are silently ignored: `nomad config validate` accepts the configuration, and the agent never joins its servers or lacks its metadata.

## Example
```hcl agent
client { enabled = true }
server_join {
  retry_join = ["10.0.0.1"]
}
```

## Use instead
```hcl agent
client {
  enabled = true
  server_join {
    retry_join = ["10.0.0.1"]
  }
}
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.agent.decoding import STRAYS, advice
from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT224"
NAME = "agent-misplaced-key"
SEVERITY = "warning"


def check(visit: AgentVisit) -> Iterator[Finding]:
    for _, root in visit.config.sections:
        for section in root.walk():
            strays = STRAYS.get(section.path, ())
            for key, span in section.unknown:
                if key.lower() in strays:
                    where = f"in {section.path}" if section.path else "at the top level"
                    yield Finding(f"{key} has no effect {where}; Nomad ignores it", span, help=advice(section.path, key))
