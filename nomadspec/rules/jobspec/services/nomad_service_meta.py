"""`meta` of a Nomad service is dropped.

## What it does
Looks for `meta`, `canary_meta`, `tagged_addresses` and `enable_tag_override` in services with `provider = "nomad"`.

## Why is this bad?
Nomad's own service registrations have none of these, so nobody who looks up the service sees them.

## Example
```hcl task
service {
  name     = "web"
  provider = "nomad"
  meta {
    team = "crew"
  }
}
```

## Use instead
```hcl task
service {
  name     = "web"
  provider = "nomad"
  tags     = ["team=crew"]
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "SVC012"
NAME = "nomad-service-meta"
SEVERITY = "warning"
BLOCKS = ("Service",)
#: Field → what to use instead.
_CONSUL_ONLY = {
    "meta": 'Use tags, or provider = "consul".',
    "canary_meta": 'Use canary_tags, or provider = "consul".',
    "tagged_addresses": 'Remove it, or use provider = "consul".',
    "enable_tag_override": 'Remove it, or use provider = "consul".',
}
IF_WRITTEN = ("provider",)


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.provider != "nomad":
        return
    for field, help in _CONSUL_ONLY.items():
        if visit.has(field) and getattr(visit.block, field):
            yield Finding(f"{field} of a Nomad service is dropped", field, help=help)
