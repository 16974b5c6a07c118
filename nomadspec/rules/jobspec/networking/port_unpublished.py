"""No task publishes a port of the group.

## What it does
Looks for ports that no task lists in `ports`, if a service or check uses them or they set `to`. Only groups without a bridge network, in which every task uses docker or podman, are checked; containers that set a network mode of their own are skipped.

## Why is this bad?
Without a bridge network, a container's port is only reachable if the task publishes it. Nothing listens on the port that Nomad allocates, and the service advertises it.

## Example
```hcl group
network {
  port "http" {
    to = 80
  }
}
service {
  name = "web"
  port = "http"
}
task "server" {
  driver = "docker"
  config {
    image = "nginx:1.27"
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
service {
  name = "web"
  port = "http"
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
from nomadspec.rules.runtime_names import labels_in_use, ports_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "NET007"
NAME = "port-unpublished"
SEVERITY = "warning"
BLOCKS = ("TaskGroup",)
IF_WRITTEN = ("network",)


def check(visit: Visit) -> Iterator[Finding]:
    group = visit.block
    network = group.network[0] if group.network else None
    if network is None or network.mode not in (None, "", "host") or not group.task:
        return
    published: set[str] = set()
    for task in group.task:
        config = task.config or {}
        if task.driver not in ("docker", "podman") or config.get("network_mode") or config.get("port_map") or (task.resources and task.resources.network):
            return
        labels = config.get("ports") or []
        if not isinstance(labels, list):  # the driver's own check says so
            return
        published.update(map(str, labels))
    hidden = [port for port in ports_of(network) if port.label not in published]
    if not hidden or any("${" in label for label in published):
        return
    used = labels_in_use(group, group.task)
    for port in hidden:
        if port.label in used or port.to:
            yield Finding(
                f"no task publishes port {port.label!r}, so nothing listens on it",
                visit.path.item("network", 0).item("port", port.label),
                help=f'Add ports = ["{port.label}"] to the config of the task that listens on it.',
            )
