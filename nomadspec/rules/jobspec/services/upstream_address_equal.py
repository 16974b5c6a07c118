"""Two upstreams listen on the same address.

## What it does
Compares port and address of the upstreams of a group; the default address is 127.0.0.1.

## Why is this bad?
Nomad compares the addresses as written and does not apply the default, so it accepts the job. The second listener cannot start.

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
