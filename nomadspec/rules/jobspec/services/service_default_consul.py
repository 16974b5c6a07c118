"""A service sets no provider and is registered in Consul by default.

## What it does
Looks for services without `provider`.

## Why is this bad?
The default provider is `consul`. On a cluster without Consul the group then has an implied constraint that no node meets.

## Example
```hcl group
service {
  name = "web"
}
```

## Use instead
```hcl group
service {
  name     = "web"
  provider = "nomad"
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CON016"
NAME = "service-default-consul"
SEVERITY = "info"
BLOCKS = ("Service",)
PERSONA = "pedantic"


def check(visit: Visit) -> Iterator[Finding]:
    if not visit.block.provider and visit.block.connect is None:
        yield Finding("provider defaults to consul, so nodes without Consul cannot run this group", None, help='Set provider = "consul" or provider = "nomad".')
