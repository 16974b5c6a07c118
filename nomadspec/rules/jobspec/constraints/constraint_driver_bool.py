"""Driver attributes are the text "1", never "true".

## What it does
Looks for `${attr.driver.<name>}` compared with "true" or "false".

## Why is this bad?
A client that has the driver sets the attribute to "1", and does not set it otherwise. "true" never matches.
A warning in an affinity or spread, which then has no effect, and in a constraint with `!=`, which then always holds.

## Example
```hcl group
constraint {
  attribute = "${attr.driver.docker}"
  value     = "true"
}
```

## Use instead
```hcl group
constraint {
  attribute = "${attr.driver.docker}"
  value     = "1"
}
```

## Fix safety
Safe where the value is "true": "1" is what the author meant. "false" has no fix: use the operator `is_not_set`.
"""

from __future__ import annotations

from nomadspec.rules.fixes import replace_value
from nomadspec.rules.rule import Finding
from nomadspec.rules.targets import severity_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CON004"
NAME = "constraint-driver-bool"
SEVERITY = "error"
BLOCKS = ("Constraint", "Affinity")
FIXABLE = "safe"
_EQUAL = ("=", "==", "is", "!=", "not")


def check(visit: Visit) -> Iterator[Finding]:
    block = visit.block
    attribute = block.attribute or ""
    value = block.value or ""
    if attribute.startswith("${attr.driver.") and attribute.count(".") == 2 and value.lower() in ("true", "false") and (block.operator or "=") in _EQUAL:
        true = value.lower() == "true"
        yield Finding(
            f'the attribute of a driver is the text "1" or not set, never "{value}"',
            "value",
            help='Write "1", or the operator "is_set".' if true else 'Write the operator "is_not_set" without a value.',
            fix=replace_value(block, "value", '"1"', 'write "1"', safe=True) if true and block.operator in (None, "=", "==", "is") else None,
            severity=severity_of(visit.block),
        )
