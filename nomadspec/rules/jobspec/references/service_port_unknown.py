"""A group's service uses a port that the group does not have.

## What it does
Compares `port` of services in the group, and `listener_port` of the paths that their sidecars expose, with the port labels of the group. Numeric ports and strings with references are not checked.

## Why is this bad?
Nomad validates this only for services of tasks. For a group service the allocation fails when it is set up: `port label not found`.

## Example
```hcl group
network {
  port "http" {
    to = 80
  }
}
service {
  name = "web"
  port = "htp"
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
```

## Fix safety
Offered if one label differs in at most two characters. Safe: without it no allocation starts.
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

CODE = "REF001"
NAME = "service-port-unknown"
SEVERITY = "error"
BLOCKS = ("Service", "ConsulExposePath")
FIXABLE = "sometimes"


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.TYPE == "Service" and (visit.parent is None or visit.parent.block.TYPE != "TaskGroup"):
        return
    field = "port" if visit.block.TYPE == "Service" else "listener_port"
    port, group = visit.block.get(field), visit.group
    if group is None or not port or port.isdigit() or "${" in port or port in (labels := labels_in_group(group)) or port in labels_of_proxies(group):
        return
    near = nearest(port, labels)
    yield Finding(
        f"the group has no port {port!r}",
        field,
        help=f"Did you mean {near!r}?" if near else f"Ports of the group: {', '.join(sorted(labels)) or 'none'}.",
        fix=replace_value(visit.block, field, literal(near), f"Use the port {near!r}", safe=True) if near else None,
    )
