"""A port that is not mapped into a container of the host's network.

## What it does
Looks for docker and podman tasks with `network_mode = "host"` that list a port with `to`, where a service or check uses this port.

## Why is this bad?
Such a container has the ports of the host, and none is mapped: the program listens on the port in `to`, and the service is registered with the port that Nomad has chosen. Nothing listens there.

## Exceptions
Ports whose `static` is the same number, and tasks that use `NOMAD_HOST_PORT_…` or `NOMAD_HOST_ADDR_…`.

## Example
```hcl group
network {
  port "http" {
    to = 8088
  }
}
service {
  name = "web"
  port = "http"
}
task "server" {
  driver = "docker"
  config {
    image        = "nginx:1.27"
    network_mode = "host"
    ports        = ["http"]
  }
}
```

## Use instead
```hcl group
network {
  port "http" {
    static = 8088
  }
}
service {
  name = "web"
  port = "http"
}
task "server" {
  driver = "docker"
  config {
    image        = "nginx:1.27"
    network_mode = "host"
    ports        = ["http"]
  }
}
```
"""

from __future__ import annotations

from nomadspec.jobspec.block import known_items
from nomadspec.rules.references import marked_texts
from nomadspec.rules.rule import Finding
from nomadspec.rules.runtime_names import labels_in_use, ports_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "NET009"
NAME = "port-not-mapped"
SEVERITY = "warning"
BLOCKS = ("Task",)
IF_WRITTEN = ("config.network_mode",)
_DRIVERS = ("docker", "podman")
_OF_THE_HOST = ("NOMAD_HOST_PORT_", "NOMAD_HOST_ADDR_")


def check(visit: Visit) -> Iterator[Finding]:
    task, group = visit.block, visit.group
    known = dict(known_items(task.config or {}))
    labels = known.get("ports")
    if visit.driver not in _DRIVERS or known.get("network_mode") != "host" or not isinstance(labels, list) or group is None or not group.network:
        return
    network = group.network[0]
    if network.mode not in (None, "", "host") or _is_told_the_port(visit):
        return
    ports = {port.label: port for port in ports_of(network)}
    used = labels_in_use(group, [task])
    for index, label in known_items(labels):
        port = ports.get(label) if isinstance(label, str) and label in used else None
        if port is not None and port.to and port.to > 0 and port.to != port.static:
            yield Finding(
                f"port {label!r} is not mapped to {port.to}, because the container is in the host's network",
                (visit.path / "config").item("ports", index),
                help=f"Use static = {port.to} instead of to, or remove network_mode.",
            )


def _is_told_the_port(visit: Visit) -> bool:
    """Whether the task's config, environment or templates have the number of the port on the host."""
    task = visit.block
    values = [("config", task.config), ("env", task.env), *(("data", template.data) for template in task.template or ())]
    return bool(marked_texts(values, visit, "", *_OF_THE_HOST))
