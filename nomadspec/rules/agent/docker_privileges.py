"""Containers may take over the machine.

## What it does
Reports settings that allow containers more than the driver's defaults: privileged containers, all capabilities, and mounts of any path on the machine.

## Why is this bad?
A privileged container, or one that mounts `/`, is root on the machine.

## Example
```hcl agent
client { enabled = true }
plugin "docker" {
  config { allow_privileged = true }
}
```

## Use instead
```hcl agent
client { enabled = true }
plugin "docker" {
  config { allow_caps = ["net_bind_service"] }
}
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.rules.rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.agent_visit import AgentVisit

CODE = "AGT267"
NAME = "agent-docker-privileges"
SEVERITY = "warning"

_TRUE = (True, "true", 1, "1")
_ALL = "all"


def check(visit: AgentVisit) -> Iterator[Finding]:
    if not visit.config.get("client.enabled"):
        return
    options = visit.config.plugin("docker")
    if options.get("allow_privileged") in _TRUE:
        yield Finding("containers may be privileged, which makes them root on the machine", "plugin[docker].config.allow_privileged")
    caps = options.get("allow_caps")
    if isinstance(caps, list) and any(isinstance(cap, str) and cap.lower() == _ALL for cap in caps):
        yield Finding("containers may have all capabilities", "plugin[docker].config.allow_caps")
    volumes = options.get("volumes")
    for row in volumes if isinstance(volumes, list) else []:
        if isinstance(row, dict) and row.get("enabled") in _TRUE:
            yield Finding("containers may mount any path of the machine", "plugin[docker].config.volumes", severity="info")
