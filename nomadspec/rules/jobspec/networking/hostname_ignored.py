"""`hostname` has no effect.

## What it does
Looks for `hostname` in networks that are not in bridge mode, and in groups without a docker task.

## Why is this bad?
Only the docker driver in a bridge network uses the hostname; everywhere else it is ignored.

## Example
```hcl group
network {
  mode     = "host"
  hostname = "web.example"
}
```

## Use instead
```hcl group
network {
  mode     = "bridge"
  hostname = "web.example"
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "NET004"
NAME = "hostname-ignored"
SEVERITY = "warning"
BLOCKS = ("NetworkResource",)
IF_WRITTEN = ("hostname",)


def check(visit: Visit) -> Iterator[Finding]:
    network, group = visit.block, visit.group
    if not network.hostname or group is None:
        return
    if network.mode != "bridge" and not (network.mode or "").startswith("cni/"):
        yield Finding(f"hostname is ignored in a network with mode {network.mode or 'host'!r}", "hostname", help='Set mode = "bridge", or remove hostname.')
    elif not any(task.driver in ("docker", "podman") for task in group.task or ()):
        yield Finding("hostname is ignored because no task of the group uses docker", "hostname")
