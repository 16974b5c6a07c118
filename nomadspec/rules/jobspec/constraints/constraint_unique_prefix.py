"""The attribute exists only with the prefix `unique.`.

## What it does
Looks for attributes such as `hostname` whose key begins with `unique.`.

## Why is this bad?
Attributes that differ from node to node begin with `unique.`. The key without the prefix exists on no node, so the job is never placed. It is a warning in an affinity or a spread, which then has no effect, and in a constraint with `!=`, which then always holds.

## Example
```hcl group
constraint {
  attribute = "${attr.hostname}"
  value     = "node-1"
}
```

## Use instead
```hcl group
constraint {
  attribute = "${attr.unique.hostname}"
  value     = "node-1"
}
```

## Fix safety
Safe: the prefix is inserted, and the attribute then exists.
"""

from __future__ import annotations

from nomadspec.rules.fixes import replace_text
from nomadspec.rules.rule import Finding
from nomadspec.rules.targets import severity_of
from nomadspec.schema.attributes import ATTR_PREFIX, ATTRIBUTES, exists_in, key_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CON003"
NAME = "constraint-unique-prefix"
SEVERITY = "error"
BLOCKS = ("Constraint", "Affinity", "Spread")
FIXABLE = "safe"


def check(visit: Visit) -> Iterator[Finding]:
    attribute = visit.block.attribute or ""
    if not attribute.startswith("${attr."):
        return
    key = key_of(attribute, ATTR_PREFIX)
    if key not in ATTRIBUTES and f"unique.{key}" in ATTRIBUTES and not exists_in(key, visit.release):
        yield Finding(
            f"unknown node attribute {key!r}: its name is 'unique.{key}'",
            "attribute",
            help=f'Write "${{attr.unique.{key}}}".',
            fix=replace_text(visit.block, "attribute", attribute, f"${{attr.unique.{key}}}", "insert unique.", safe=True),
            severity=severity_of(visit.block),
        )
