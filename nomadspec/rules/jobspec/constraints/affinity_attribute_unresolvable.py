"""An affinity or a spread uses a variable that the scheduler cannot resolve.

## What it does
Looks for `${…}` in affinities and spreads that is not an attribute, metadata or a property of a node.

## Why is this bad?
Nomad rejects this in constraints, but accepts it in affinities and spreads, where it has no effect.

## Example
```hcl group
affinity {
  attribute = "${node.region}"
  value     = "global"
}
```

## Use instead
```hcl group
affinity {
  attribute = "${node.datacenter}"
  value     = "dc1"
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding
from nomadspec.rules.targets import is_target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CON012"
NAME = "affinity-attribute-unresolvable"
SEVERITY = "warning"
BLOCKS = ("Affinity", "Spread")


def check(visit: Visit) -> Iterator[Finding]:
    attribute = visit.block.attribute or ""
    if not is_target(attribute) or attribute.startswith(("${attr.", "${meta.", "${device.")):
        return
    from nomadspec.schema.attributes import NODE_TARGETS

    if attribute[2:].removesuffix("}") not in NODE_TARGETS:
        yield Finding(
            f"the scheduler cannot resolve {attribute}, so this has no effect",
            "attribute",
            help="Use ${attr.…}, ${meta.…}, " + ", ".join(f"${{{name}}}" for name in NODE_TARGETS) + ".",
        )
