"""`meta` of a Nomad service is dropped.

## What it does
Looks for `meta` and `canary_meta` in services with `provider = "nomad"`.

## Why is this bad?
Nomad's own service registrations have no meta, so nobody who looks up the service sees it.

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
IF_WRITTEN = ("meta", "canary_meta")


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.provider != "nomad":
        return
    for field, instead in (("meta", "tags"), ("canary_meta", "canary_tags")):
        if visit.has(field):
            yield Finding(f"{field} of a Nomad service is dropped", field, help=f'Use {instead}, or provider = "consul".')
