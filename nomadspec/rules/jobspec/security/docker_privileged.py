"""The container has full access to the host.

## What it does
Looks for `privileged = true` in the config of docker tasks. Tasks of CSI node plugins, which require it, are not reported.

## Why is this bad?
A privileged container is not isolated from the host. Clients also reject it unless they are configured to allow it.

## Example
```hcl task
config {
  image      = "nginx:1.27"
  privileged = true
}
```

## Use instead
```hcl task
config {
  image   = "nginx:1.27"
  cap_add = ["net_admin"]
}
```
"""

from __future__ import annotations

from nomadspec.rules import docker
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "SEC002"
NAME = "docker-privileged"
SEVERITY = "warning"
BLOCKS = ("Task", "SidecarTask")
IF_WRITTEN = ("config.privileged",)


def check(visit: Visit) -> Iterator[Finding]:
    if docker.options(visit).get("privileged") in (True, "true", "1") and not (visit.block.TYPE == "Task" and visit.block.csi_plugin):
        yield Finding("privileged gives the container full access to the host", "config.privileged", help="Add only what it needs with cap_add or devices.")
