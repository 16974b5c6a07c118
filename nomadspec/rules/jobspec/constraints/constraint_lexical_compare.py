"""Two strings are compared with `<` or `>`.

## What it does
Looks for `<`, `<=`, `>` and `>=` with a value that is not a number, outside of device blocks.

## Why is this bad?
Values that are not both numbers are compared lexically: "1.10.0" comes before "1.9.0".

## Example
```hcl group
constraint {
  attribute = "${attr.nomad.version}"
  operator  = ">="
  value     = "1.9.0"
}
```

## Use instead
```hcl group
constraint {
  attribute = "${attr.nomad.version}"
  operator  = "semver"
  value     = ">= 1.9.0"
}
```
"""

from __future__ import annotations

from nomadspec.notation.go_number import parse_float
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CON009"
NAME = "constraint-lexical-compare"
SEVERITY = "warning"
BLOCKS = ("Constraint", "Affinity")


def check(visit: Visit) -> Iterator[Finding]:
    block = visit.block
    if block.operator not in ("<", "<=", ">", ">=") or (visit.parent is not None and visit.parent.block.TYPE == "RequestedDevice"):
        return
    value, attribute = block.value or "", block.attribute or ""
    if parse_float(value) is None:
        what = f'"{value}"' if value and "${" not in value else ""
    else:
        # Of versions only those of operating systems are numbers.
        what = attribute if attribute.startswith("${attr.") and attribute.endswith("version}") and attribute != "${attr.os.version}" else ""
    if what:
        yield Finding(
            f"{what} is not a number, so {block.operator} compares strings lexically",
            "value",
            help=f'For versions, set operator = "semver" and value = "{block.operator} {value}".',
        )
