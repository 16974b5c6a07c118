"""A `distinct_hosts` constraint says something that it does not do.

## What it does
Looks for `distinct_hosts` with a value that is neither true nor false, and with an attribute.

## Why is this bad?
Every value but false counts as true, even `no` or `2`, and the attribute is not read: the constraint always means one allocation for each node. One allocation for each rack, or two for each node, is `distinct_property`.

## Example
```hcl group
constraint {
  operator = "distinct_hosts"
  value    = "no"
}
```

## Use instead
```hcl group
constraint {
  operator  = "distinct_property"
  attribute = "${meta.rack}"
  value     = "2"
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CON019"
NAME = "constraint-distinct-hosts-value"
SEVERITY = "warning"
BLOCKS = ("Constraint",)
IF_WRITTEN = ("operator",)
_BOOLS = ("1", "t", "T", "true", "TRUE", "True", "0", "f", "F", "false", "FALSE", "False")


def check(visit: Visit) -> Iterator[Finding]:
    block = visit.block
    if block.operator != "distinct_hosts":
        return
    if block.attribute:
        yield Finding(
            "distinct_hosts does not read the attribute: it always means different nodes",
            "attribute",
            help='For different values of an attribute, use operator = "distinct_property".',
        )
    value = block.value or ""
    if value and value not in _BOOLS and "${" not in value:
        number = value.isdecimal()
        yield Finding(
            f"distinct_hosts is true, although its value is {value!r}: only false turns it off",
            "value",
            help='For more than one allocation on a node, use operator = "distinct_property" with the attribute "${node.unique.id}".'
            if number
            else "Write true or false.",
        )
