"""The docker option `ports` lists a port that the group does not have.

## What it does
Compares the entries of `ports` in the `config` block (docker, podman) with the port labels of the group.

## Why is this bad?
The task fails to start: `Port "x" not found, check network block`. In bridge and CNI mode the driver ignores `ports`, so there the entry is only misleading.

## Example
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
    ports = ["htp"]
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
Offered if one name alone is near and the label is written out. Safe unless the string comes from another place, such as a local.
"""

from __future__ import annotations

from nomadspec.jobspec.block import known_items
from nomadspec.rules.fixes import literal, respell
from nomadspec.rules.rule import Finding
from nomadspec.rules.runtime_names import labels_in_group
from nomadspec.source.closest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "REF004"
NAME = "docker-port-unknown"
SEVERITY = "error"
FIXABLE = "sometimes"
BLOCKS = ("Task",)
IF_WRITTEN = ("config.ports",)


def check(visit: Visit) -> Iterator[Finding]:
    task, group = visit.block, visit.group
    if task.driver not in ("docker", "podman") or not task.config or group is None:
        return
    ports = task.config.get("ports")
    if not isinstance(ports, list):
        return
    labels = labels_in_group(group)
    for index, item in known_items(ports):
        port = str(item) if type(item) is int else item  # the driver turns a number into text
        if isinstance(port, str) and port not in labels and "${" not in port:
            shared = any(network.mode == "bridge" or (network.mode or "").startswith("cni/") for network in group.network or ())
            near, at = nearest(port, labels), (visit.path / "config").item("ports", index)
            yield Finding(
                f"the group has no port {port!r}",
                at,
                help=f"Did you mean {near!r}?" if near else f"Ports of the group: {', '.join(sorted(labels)) or 'none'}.",
                fix=respell(visit, at, literal(port), literal(near)) if near and item is port else None,
                severity="warning" if shared else None,
            )
