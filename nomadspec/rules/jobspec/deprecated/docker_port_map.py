"""The docker option `port_map` only maps ports of task networks.

## What it does
Looks for `port_map` in the `config` block of docker tasks. Beside ports of the group's network it is an error of another rule ([DRV011](DRV011.md)).

## Why is this bad?
Networks of tasks are deprecated, and with ports of the group's network the task fails to start.

## Example
```hcl task
driver = "docker"
config {
  image = "nginx:1.27"
  port_map {
    http = 80
  }
}
resources {
  network {
    port "http" {}
  }
}
```

## Use instead
```hcl group
network {
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
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DEP013"
NAME = "docker-port-map"
SEVERITY = "warning"
BLOCKS = ("Task",)
IF_WRITTEN = ("config.port_map",)


def check(visit: Visit) -> Iterator[Finding]:
    group = visit.group
    if any(network.port or network.reserved_ports for network in (group.network if group is not None else None) or ()):
        return
    if visit.block.driver == "docker":
        yield Finding("port_map is deprecated", "config.port_map", help="List the port labels in ports, and set the port inside the container with port.to.")
