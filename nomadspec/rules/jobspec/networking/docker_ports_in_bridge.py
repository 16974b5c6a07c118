"""The docker option `ports` is ignored in a bridge network.

## What it does
Looks for `ports` in the config of docker tasks whose group has a network with mode `bridge` or `cni/…`.

## Why is this bad?
In these modes Nomad maps the ports of the group's network namespace itself, and docker ignores the option.

## Example
```hcl group
network {
  mode = "bridge"
  port "http" {
    to = 80
  }
}
task "server" {
  driver = "docker"
  config {
    image = "nginx:1.27"
    ports = ["http"]
  }
}
```

## Use instead
```hcl group
network {
  mode = "bridge"
  port "http" {
    to = 80
  }
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

CODE = "NET005"
NAME = "docker-ports-in-bridge"
SEVERITY = "info"
BLOCKS = ("Task",)
IF_WRITTEN = ("config.ports",)
PERSONA = "pedantic"


def check(visit: Visit) -> Iterator[Finding]:
    if not docker.options(visit).get("ports"):
        return
    group = visit.group
    mode = (group.network[0].mode or "") if group is not None and group.network else ""
    if mode == "bridge" or mode.startswith("cni/"):
        yield Finding(f"ports is ignored in a network with mode {mode!r}", "config.ports", help="Remove ports. The group's network maps the ports.")
