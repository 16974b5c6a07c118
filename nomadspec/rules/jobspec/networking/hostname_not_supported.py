"""`hostname` in a network that does not support it.

## What it does
Looks for `hostname` in networks of mode `host` (the default), and in groups without a docker task.

## Why is this bad?
Nomad accepts the job, but the client fails the allocation: `hostname cannot be set on task group using "host" networking mode`, or `hostname is not currently supported on driver exec`.

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
NAME = "hostname-not-supported"
SEVERITY = "error"
BLOCKS = ("NetworkResource",)
IF_WRITTEN = ("hostname",)


def check(visit: Visit) -> Iterator[Finding]:
    network, group = visit.block, visit.group
    if not network.hostname or group is None:
        return
    drivers = {task.driver for task in group.task or ()}
    if network.mode in (None, "", "host"):
        yield Finding("hostname cannot be set in a network with mode 'host': the allocation fails", "hostname", help='Set mode = "bridge", or remove hostname.')
    elif drivers and drivers <= {"exec", "raw_exec", "java", "qemu"}:
        yield Finding(
            f"hostname is not supported by the {' and '.join(sorted(drivers))} driver: the allocation fails", "hostname", help="Remove hostname, or use docker."
        )
