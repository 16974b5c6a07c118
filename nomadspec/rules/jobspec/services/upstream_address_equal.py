"""An upstream listens on an address that is taken.

## What it does
Compares port and address of the upstreams of a group, where the default address is 127.0.0.1, and the ports that the network maps to the group's services (`to`). A service's port number is not compared: it may be that of the upstream.

## Why is this bad?
Nomad compares the addresses of upstreams as written and does not apply the default, so it accepts the job. All tasks of the group share one network: the second listener on a port cannot start, be it another upstream or the service itself.

## Example
```hcl group
network {
  mode = "bridge"
}
service {
  name = "web"
  port = "80"
  connect {
    sidecar_service {
      proxy {
        upstreams {
          destination_name = "db"
          local_bind_port  = 5432
        }
        upstreams {
          destination_name   = "cache"
          local_bind_address = "127.0.0.1"
          local_bind_port    = 5432
        }
      }
    }
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
  port = "80"
  connect {
    sidecar_service {
      proxy {
        upstreams {
          destination_name = "db"
          local_bind_port  = 5432
        }
        upstreams {
          destination_name   = "cache"
          local_bind_address = "127.0.0.1"
          local_bind_port    = 6379
        }
      }
    }
  }
}
```
"""

from __future__ import annotations

from nomadspec.jobspec.path import ModelPath
from nomadspec.rules.rule import Finding
from nomadspec.rules.runtime_names import ports_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "SVC009"
NAME = "upstream-address-equal"
SEVERITY = "warning"
SAME_AS = "NOM5405"
BLOCKS = ("TaskGroup",)
IF_WRITTEN = ("service.connect",)


def check(visit: Visit) -> Iterator[Finding]:
    seen: dict[tuple[str, int], ModelPath] = {}
    taken = dict(_ports_of_services(visit))
    for index, service in enumerate(visit.block.service or ()):
        sidecar = service.connect.sidecar_service if service.connect is not None else None
        if sidecar is None or sidecar.proxy is None:
            continue
        for number, upstream in enumerate(sidecar.proxy.upstreams or ()):
            if not upstream.local_bind_port or upstream.local_bind_socket_path:
                continue
            here = (visit.path.item("service", index) / "connect" / "sidecar_service" / "proxy").item("upstreams", number)
            first = seen.setdefault((upstream.local_bind_address or "127.0.0.1", upstream.local_bind_port), here)
            if first is not here:
                yield Finding(
                    f"another upstream also listens on port {upstream.local_bind_port}",
                    here / "local_bind_port",
                    help="Give each upstream its own port.",
                    related=(("the other upstream", first),),
                )
            elif upstream.local_bind_port in taken and (upstream.local_bind_address or "127.0.0.1") == "127.0.0.1":
                other = visit.block.service[taken[upstream.local_bind_port]].name or "the group"
                yield Finding(
                    f"service {other!r} of the group also listens on port {upstream.local_bind_port}",
                    here / "local_bind_port",
                    help="Give the upstream a port of its own.",
                    related=(("the service", visit.path.item("service", taken[upstream.local_bind_port])),),
                )


def _ports_of_services(visit: Visit) -> Iterator[tuple[int, int]]:
    """(port in the group's network, index of the service) of those that the network maps."""
    labels = {port.label: port.to for network in visit.block.network or () for port in ports_of(network)}
    for index, service in enumerate(visit.block.service or ()):
        number = labels.get(service.port or "")
        gateway = service.connect is not None and service.connect.gateway is not None
        if number and number > 0 and not gateway:
            yield number, index
