"""Downloads of artifacts are not confined.

## What it does
Reports `disable_filesystem_isolation` and `disable_artifact_inspection`.

## Why is this bad?
Artifacts are fetched by programs such as git that run as root; the isolation is what keeps a hostile source from the machine's files.

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
    "client.artifact.disable_filesystem_isolation": "downloads of artifacts can reach the machine's files",
    "client.artifact.disable_artifact_inspection": "links in artifacts may point out of the task's folder",
}


def check(visit: AgentVisit) -> Iterator[Finding]:
    for path, message in _SWITCHES.items():
        if visit.config.get(path):
            yield Finding(message, path)
