"""Artifact downloads are not isolated.

## What it does
Reports `disable_filesystem_isolation` and `disable_artifact_inspection`.

## Why is this bad?
Programs such as git, which run as root, download the artifacts. The isolation protects the machine's files from a malicious source.

## Example
```hcl agent
client {
  enabled = true
  artifact { disable_filesystem_isolation = true }
}
```

## Use instead
```hcl agent
client {
  enabled = true
  artifact {
    filesystem_isolation_extra_paths = ["f:r:/etc/gitconfig"]
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

CODE = "AGT269"
NAME = "agent-artifact-isolation"
SEVERITY = "warning"

_SWITCHES = {
    "client.artifact.disable_filesystem_isolation": "artifact downloads can access all files of the machine",
    "client.artifact.disable_artifact_inspection": "links in artifacts may point outside the task's folder",
}


def check(visit: AgentVisit) -> Iterator[Finding]:
    for path, message in _SWITCHES.items():
        if visit.config.get(path):
            yield Finding(message, path)
