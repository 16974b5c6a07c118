"""Something that only Nomad Enterprise has.

## What it does
Reports quotas, node pools with `scheduler_config`, and namespaces with `quota`, `node_pool_config`, `vault` or `consul`.

## Why is this bad?
Servers of the community edition reject them.

## Example
```hcl spec
node_pool "gpu" {
  scheduler_config {
    scheduler_algorithm = "spread"
  }
}
```

## Use instead
```hcl spec
node_pool "gpu" {
  description = "nodes with a GPU"
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.spec_visit import SpecVisit

CODE = "SPC110"
NAME = "spec-needs-enterprise"
SEVERITY = "info"
PERSONA = "pedantic"
BLOCKS = ("namespace", "node_pool", "quota")


_MEMBERS = (
    ("Quota", "quota"),
    ("NodePoolConfiguration", "node_pool_config"),
    ("VaultConfiguration", "vault"),
    ("ConsulConfiguration", "consul"),
    ("SchedulerConfiguration", "scheduler_config"),
    ("Limits", "limit"),
)


def check(visit: SpecVisit) -> Iterator[Finding]:
    for member, word in _MEMBERS:
        if visit.spec.api.get(member):
            yield Finding(
                f"{word} needs Nomad Enterprise", word if word in visit.spec.places else member, help="Ignore this rule if your servers run Nomad Enterprise."
            )
