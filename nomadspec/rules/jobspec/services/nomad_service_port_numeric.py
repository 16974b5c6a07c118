"""A Nomad service has a port number but no address.

## What it does
Looks for services of groups with `provider = "nomad"` whose `port` is a number. With `address` or `address_mode = "alloc"` the service has an address.

## Why is this bad?
The address of a Nomad service comes from the port's label. With a number, the service is registered with an empty address, and nobody can connect to it.

## Example
```hcl group
network {
  port "http" {
    static = 8080
  }
}
service {
  name     = "web"
  provider = "nomad"
  port     = "8080"
}
```

## Use instead
```hcl group
network {
  port "http" {
    static = 8080
  }
}
service {
  name     = "web"
  provider = "nomad"
  port     = "http"
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding
from nomadspec.rules.runtime_names import ports_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nomadspec.rules.rule import Visit

CODE = "SVC011"
NAME = "nomad-service-port-numeric"
SEVERITY = "error"
BLOCKS = ("Service",)
IF_WRITTEN = ("provider",)


def check(visit: Visit) -> Iterator[Finding]:
    service = visit.block
    if service.provider != "nomad" or visit.parent is None or visit.parent.block.TYPE != "TaskGroup":
        return
    port = service.port or ""
    if port.isdigit() and not service.address and service.address_mode in (None, "", "auto", "host"):
        labels = [port_.label for port_ in _ports(visit) if str(port_.static or port_.to or "") == port]
        yield Finding(
            f"the service is registered without an address because port {port} is a number",
            "port",
            help=f'Use the port\'s label: `port = "{labels[0]}"`.' if labels else "Use the label of a port of the group's network.",
        )


def _ports(visit: Visit) -> list[Any]:
    networks = visit.parent.block.network if visit.parent is not None else None
    return [port for network in (networks or [])[:1] for port in ports_of(network)]
