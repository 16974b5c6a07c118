"""The container shares a namespace with the machine, or has nearly all its rights.

## What it does
Looks for `pid_mode`, `ipc_mode`, `userns_mode` or `uts_mode` with the value host, and for the capabilities `all` and `sys_admin`, in docker tasks that are not privileged anyway. `network_mode = "host"` is common and left to the option `network`.

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
`network`: report `network_mode = "host"`, too.
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
            yield Finding(f"{name} = host shares the namespace of the machine", f"config.{name}")
    if config.get("network_mode") == "host" and visit.option("network"):
        yield Finding("network_mode = host shares the network of the machine", "config.network_mode")
    added = config.get("cap_add")
    for capability in added if isinstance(added, list) else ():
        if isinstance(capability, str) and capability.lower().removeprefix("cap_") in ("all", "sys_admin"):
            yield Finding(f"the capability {capability} is nearly everything", "config.cap_add")
