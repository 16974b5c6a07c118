"""The attribute is a plain text, because the `${}` around it is missing.

## What it does
Looks for constraints, affinities and spreads whose attribute has no `${…}`, be it `attr.…`, `meta.…`, `node.…`, `device.…` or another word.
Let pass are a plain text whose value is a reference (the two sides are only the other way round), and one that meets its value: such a constraint always holds.

## Why is this bad?
Nomad compares the text itself with the value: no node ever matches (with `!=`, every node does).
A warning in an affinity or spread, which then has no effect, and in a constraint with `!=`, which then always holds.

## Example
```hcl group
constraint {
  attribute = "attr.kernel.name"
  value     = "linux"
}
```

## Use instead
```hcl group
constraint {
  attribute = "${attr.kernel.name}"
  value     = "linux"
}
```

## Fix safety
Safe: the attribute becomes the reference that its text names. Offered where it begins with `attr.`, `meta.`, `node.` or `device.`.
"""

from __future__ import annotations

from nomadspec.notation.constraint_operators import matches
from nomadspec.rules.fixes import replace_value
from nomadspec.rules.rule import Finding
from nomadspec.rules.targets import severity_of, sides_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CON001"
NAME = "constraint-missing-interpolation"
SEVERITY = "error"
BLOCKS = ("Constraint", "Affinity", "Spread")
FIXABLE = "safe"


def check(visit: Visit) -> Iterator[Finding]:
    block = visit.block
    attribute = block.attribute or ""
    value = (block.value or "") if "value" in sides_of(block) else ""
    if not attribute or "${" in attribute or "${" in value:
        return
    if attribute.startswith(("attr.", "meta.", "node.", "device.")) and not attribute.endswith((".", "}")):
        yield Finding(
            f'"{attribute}" is compared as text: it is not a reference without ${{}}',
            "attribute",
            help=f'Write "${{{attribute}}}".',
            fix=replace_value(block, "attribute", f'"${{{attribute}}}"', f"write ${{{attribute}}}", safe=True),
            severity=severity_of(block),
        )
    # Of a constraint that begins with "$" Nomad says itself that a brace is missing.
    elif not (block.TYPE == "Constraint" and attribute.startswith("$")) and not (value and matches(block.operator or "=", attribute, True, value, True)):
        yield Finding(
            f'"{attribute}" is compared as text: it names no attribute',
            "attribute",
            help="Attributes are written ${attr.…}, ${meta.…} or ${node.…}.",
            severity=severity_of(block),
        )
