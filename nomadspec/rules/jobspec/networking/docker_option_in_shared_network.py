"""A docker option that a shared network rules out.

## What it does
Looks for `hostname`, `mac_address` and `dns_servers` in the `config` of docker tasks whose group has a network of mode `bridge` or `cni/…`.

## Why is this bad?
All tasks of such a group share one network, to which docker joins the container. It rejects options that belong to a container's own network: `conflicting options: hostname and the network mode`. The task fails to start.

## Example
```hcl group
network {
  mode = "bridge"
}
task "web" {
  driver = "docker"
  config {
    image    = "nginx:1.27"
    hostname = "web"
  }
}
```

## Use instead
```hcl group
network {
  mode     = "bridge"
  hostname = "web"
}
task "web" {
  driver = "docker"
  config {
    image = "nginx:1.27"
  }
}
```

## See also
https://github.com/hashicorp/nomad/issues/11857
"""

from __future__ import annotations

from nomadspec.jobspec.block import known_items
from nomadspec.rules import docker
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from nomadspec.rules.rule import Visit

CODE = "NET008"
NAME = "docker-option-in-shared-network"
SEVERITY = "error"
BLOCKS = ("Task",)
IF_WRITTEN = ("config.hostname", "config.mac_address", "config.dns_servers")
_INSTEAD: Final = {
    "hostname": "Set hostname in the group's network block.",
    "mac_address": "Remove it.",
    "dns_servers": "Use a dns block in the group's network block.",
}


def check(visit: Visit) -> Iterator[Finding]:
    config = docker.options(visit)
    group = visit.group
    if "network_mode" in config or group is None or not group.network:
        return
    mode = group.network[0].mode or ""
    if mode != "bridge" and not mode.startswith("cni/"):
        return
    known = dict(known_items(config))
    for name, help in _INSTEAD.items():
        if known.get(name):
            yield Finding(f"docker rejects {name} in a network with mode {mode!r}, so the task fails to start", f"config.{name}", help=help)
