"""A check of a group's service uses a port that the group does not have.

## What it does
Compares `port` of checks with the port labels of the group. Numeric ports and strings with references are not checked.

## Why is this bad?
Nomad does not validate it. With provider `nomad` the check silently never runs; with Consul the allocation fails.

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
  check {
    type     = "tcp"
    port     = "htp"
    interval = "10s"
    timeout  = "2s"
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
  check {
    type     = "tcp"
    port     = "http"
    interval = "10s"
    timeout  = "2s"
  }
}
```

## Fix safety
Offered if one label differs in at most two characters. Safe: without it the check does not run.
"""

from __future__ import annotations

from nomadspec.rules.fixes import literal, replace_value
from nomadspec.rules.rule import Finding
from nomadspec.rules.runtime_names import labels_in_group, labels_of_proxies
from nomadspec.source.closest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "REF002"
NAME = "check-port-unknown"
SEVERITY = "error"
BLOCKS = ("ServiceCheck",)
IF_WRITTEN = ("port",)
FIXABLE = "sometimes"


def check(visit: Visit) -> Iterator[Finding]:
    service = visit.parent
    if service is None or service.parent is None or service.parent.block.TYPE != "TaskGroup":
        return
    port = visit.block.port
    group = service.parent.block
    if not port or port.isdigit() or "${" in port or port in (labels := labels_in_group(group)) or port in labels_of_proxies(group):
        return
    near = nearest(port, labels)
    yield Finding(
        f"the group has no port {port!r}",
        "port",
        help=f"Did you mean {near!r}?" if near else f"Ports of the group: {', '.join(sorted(labels)) or 'none'}.",
        fix=replace_value(visit.block, "port", literal(near), f"Use the port {near!r}", safe=True) if near else None,
    )
