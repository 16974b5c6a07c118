"""A plugin's configuration replaces an earlier one.

## What it does
Reports a plugin's `config` that drops options which an earlier file sets.

## Why is this bad?
The `config` of a plugin is not merged: that of the later file replaces the earlier one completely.

## Example
```hcl agent file=nomad.d/a.hcl
client { enabled = true }
plugin "docker" {
  config { allow_privileged = false }
}
```
```hcl agent file=nomad.d/b.hcl
plugin "docker" {
  config { infra_image = "registry.example/pause:3" }
}
```

## Use instead
```hcl agent
client { enabled = true }
plugin "docker" {
  config {
    allow_privileged = false
    infra_image      = "registry.example/pause:3"
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

CODE = "AGT213"
NAME = "agent-plugin-config-replaced"
SEVERITY = "warning"


def check(visit: AgentVisit) -> Iterator[Finding]:
    for path, setting, earlier in visit.config.merged.replaced:
        if isinstance(earlier, dict):
            lost = sorted(earlier.keys() - setting.value.keys()) if isinstance(setting.value, dict) else sorted(earlier)
            if lost:
                yield Finding(f"{path} replaces the one in an earlier file, whose {', '.join(lost)} is lost", setting.span)
