"""The container can control the docker daemon.

## What it does
Looks for the docker socket in `volumes` and `mount`.

## Why is this bad?
Anyone who can write to the socket can start privileged containers, so the task has root access to the host.

## Example
```hcl task
config {
  image   = "traefik:v3.1"
  volumes = ["/var/run/docker.sock:/var/run/docker.sock"]
}
```

## Use instead
```hcl task
config {
  image = "traefik:v3.1"
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

CODE = "SEC004"
NAME = "docker-socket"
SEVERITY = "warning"
BLOCKS = ("Task", "SidecarTask")
IF_WRITTEN = ("config.volumes", "config.mount", "config.mounts")


def check(visit: Visit) -> Iterator[Finding]:
    for route, path in docker.host_paths(docker.options(visit)):
        if path.rstrip("/").endswith("/docker.sock"):
            yield Finding("the docker socket gives the container root access to the host", route, help="Use a socket proxy that only allows reads.")
