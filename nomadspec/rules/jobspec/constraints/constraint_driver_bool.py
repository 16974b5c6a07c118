"""A driver attribute is compared with a word for true or false.

## What it does
Looks for `${attr.driver.<name>}` compared with "true", "false" or a word such as "yes".

## Why is this bad?
A client that has the driver sets the attribute to "1" and otherwise leaves it unset, so "true" never matches. It is a warning in an affinity or a spread, which then has no effect, and in a constraint with `!=`, which then always holds.

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
Safe if the value means true: "1" is the value that the author meant. For false there is no fix; use operator `is_not_set`.
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
_TRUE, _FALSE = ("true", "yes", "on", "enabled"), ("false", "no", "off", "disabled", "0")
_EQUAL = ("=", "==", "is", "!=", "not")


def check(visit: Visit) -> Iterator[Finding]:
    block = visit.block
    attribute = block.attribute or ""
    value = block.value or ""
    if attribute.startswith("${attr.driver.") and attribute.count(".") == 2 and value.lower() in (*_TRUE, *_FALSE) and (block.operator or "=") in _EQUAL:
        true = value.lower() in _TRUE
        yield Finding(
            f'driver attributes are "1" or unset, never "{value}"',
            "value",
            help='Set value = "1", or use operator = "is_set" without a value.' if true else 'Use operator = "is_not_set" without a value.',
            fix=replace_value(block, "value", '"1"', 'write "1"', safe=True) if true and block.operator in (None, "=", "==", "is") else None,
            severity=severity_of(visit.block),
        )
