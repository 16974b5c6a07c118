"""`port_map` is used together with ports of a group network.

## What it does
Looks for the docker option `port_map` in groups whose network has ports. In networks with mode bridge and cni, whose ports the driver does not map, the finding is a warning.

## Why is this bad?
`port_map` only maps ports of a task's own network. With ports of the group the driver rejects it and the task fails to start.

## Example
```hcl group
network {
  port "http" {}
}
task "server" {
  driver = "docker"
  config {
    image = "nginx:1.27"
    port_map {
      http = 80
    }
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

## Fix safety
Offered where the ports and the map are written out. Unsafe: the task gets ports that it did not have.
"""

from __future__ import annotations

from nomadspec.rules import docker
from nomadspec.rules.rule import Finding
from nomadspec.rules.task_networks import without_port_map

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DRV011"
NAME = "docker-port-map-group-network"
SEVERITY = "error"
FIXABLE = "sometimes"
BLOCKS = ("Task",)
IF_WRITTEN = ("config.port_map",)


def check(visit: Visit) -> Iterator[Finding]:
    group = visit.group
    written = docker.options(visit).get("port_map")
    rows = written if isinstance(written, list) else [written]
    if group is None or not any(rows):
        return
    if any(network.port or network.reserved_ports for network in group.network or ()):
        shared = any((network.mode or "") == "bridge" or (network.mode or "").startswith("cni/") for network in group.network or ())
        yield Finding(
            "port_map does not work with the ports of the group's network",
            "config.port_map",
            help="Set the port inside the container with to = … in the port block"
            + (" and remove port_map." if shared else ' and list the container\'s port labels in ports = ["…"].'),
            fix=without_port_map(visit),
            severity="warning" if shared else None,
        )
