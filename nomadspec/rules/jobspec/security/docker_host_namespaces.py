"""The container shares a namespace with the host, or has nearly all privileges.

## What it does
Looks for `pid_mode`, `ipc_mode`, `userns_mode` or `uts_mode` set to host, and for capabilities `all` and `sys_admin`, in docker tasks that are not privileged. `network_mode = "host"` is common and only reported with option `network`.

## Why is this bad?
The container sees or controls processes outside of it.

## Example
```hcl task
config {
  image    = "nginx:1.27"
  pid_mode = "host"
}
```

## Use instead
```hcl task
config {
  image = "nginx:1.27"
}
```

## Options
`network`: also report `network_mode = "host"`.
"""

from __future__ import annotations

from nomadspec.rules import docker
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "SEC003"
NAME = "docker-host-namespaces"
SEVERITY = "warning"
BLOCKS = ("Task", "SidecarTask")
IF_WRITTEN = ("config.pid_mode", "config.ipc_mode", "config.userns_mode", "config.uts_mode", "config.network_mode", "config.cap_add")
OPTIONS = {"network": False}


def check(visit: Visit) -> Iterator[Finding]:
    config = docker.options(visit)
    if not config or config.get("privileged") in (True, "true", "1"):
        return
    for name in ("pid_mode", "ipc_mode", "userns_mode", "uts_mode"):
        if config.get(name) == "host":
            yield Finding(f"{name} = host shares the namespace of the host", f"config.{name}")
    if config.get("network_mode") == "host" and visit.option("network"):
        yield Finding("network_mode = host shares the network of the host", "config.network_mode")
    added = config.get("cap_add")
    for capability in added if isinstance(added, list) else ():
        if isinstance(capability, str) and capability.lower().removeprefix("cap_") in ("all", "sys_admin"):
            yield Finding(f"capability {capability} gives nearly all privileges", "config.cap_add")
