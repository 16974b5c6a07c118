"""A check that cannot reach a service behind a Connect sidecar.

## What it does
Looks for http, grpc and tcp checks of services with a Connect sidecar in a bridge network, if the port is a number and neither `expose` nor `address_mode` makes it reachable.

## Why is this bad?
Consul checks the port at the address of its own agent. The service listens inside the allocation's network, where only the sidecar can reach it, so the check always fails.

## Example
```hcl group
network {
  mode = "bridge"
}
service {
  name = "web"
  port = "8080"
  check {
    type     = "http"
    path     = "/health"
    interval = "10s"
    timeout  = "2s"
  }
  connect {
    sidecar_service {}
  }
}
```

## Use instead
```hcl group
network {
  mode = "bridge"
}
service {
  name = "web"
  port = "8080"
  check {
    type     = "http"
    path     = "/health"
    interval = "10s"
    timeout  = "2s"
    expose   = true
  }
  connect {
    sidecar_service {}
  }
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nomadspec.rules.rule import Visit

CODE = "SVC013"
NAME = "connect-check-unreachable"
SEVERITY = "warning"
BLOCKS = ("ServiceCheck",)
IF_WRITTEN = ("job.group.service.connect",)


def check(visit: Visit) -> Iterator[Finding]:
    check, service, group = visit.block, visit.parent.block if visit.parent is not None else None, visit.group
    if service is None or group is None or service.connect is None or service.connect.sidecar_service is None:
        return
    kind = (check.type or "").lower()
    if kind not in ("http", "grpc", "tcp") or check.expose or check.address_mode in ("alloc", "alloc_ipv6", "driver"):
        return
    if not group.network or group.network[0].mode != "bridge":
        return
    port = check.port or service.port or ""
    if not port.isdigit() or _is_exposed(service, check.path or "", port):
        return
    yield Finding(
        f"the {kind} check cannot reach port {port} inside the allocation's network",
        None,
        help="Set expose = true in the check."
        if kind != "tcp"
        else 'Set address_mode = "alloc" in service and check, or use an http check with expose = true.',
    )


def _is_exposed(service: Any, path: str, port: str) -> bool:
    """Whether the proxy's own `expose` block opens the path."""
    proxy = service.connect.sidecar_service.proxy
    exposed = proxy.expose if proxy is not None else None
    return exposed is not None and any(one.path == path or str(one.listener_port) == port for one in exposed.path or ())
