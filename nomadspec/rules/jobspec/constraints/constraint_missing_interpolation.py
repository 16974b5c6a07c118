"""A constraint's attribute is missing the `${}` around it.

## What it does
Looks for constraints, affinities and spreads whose attribute has no `${…}`, whether it is `attr.…`, `meta.…`, `node.…`, `device.…` or another word. A literal string whose value is a reference is not reported (the two sides are merely swapped), nor is one that equals its value, since such a constraint always holds.

## Why is this bad?
Nomad compares the literal string with the value, so no node ever matches (with `!=`, every node does). It is a warning in an affinity or a spread, which then has no effect, and in a constraint with `!=`, which then always holds.

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
Safe: the attribute becomes the reference that its text names. Offered if it begins with `attr.`, `meta.`, `node.` or `device.`.
"""

from __future__ import annotations

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
    from nomadspec.notation.constraint_operators import matches

    if attribute.startswith(("attr.", "meta.", "node.", "device.")) and not attribute.endswith((".", "}")):
        yield Finding(
            f'attribute "{attribute}" is compared as a literal string: the ${{}} around it is missing',
            "attribute",
            help=f'Write "${{{attribute}}}".',
            fix=replace_value(block, "attribute", f'"${{{attribute}}}"', f"write ${{{attribute}}}", safe=True),
            severity=severity_of(block),
        )
    # Of a constraint that begins with "$" Nomad says itself that a brace is missing.
    elif not (block.TYPE == "Constraint" and attribute.startswith("$")) and not (value and matches(block.operator or "=", attribute, True, value, True)):
        yield Finding(
            f'attribute "{attribute}" is compared as a literal string: it is not a node attribute',
            "attribute",
            help="Use ${device.vendor}, ${device.type}, ${device.model} or ${device.attr.…}."
            if _of_device(visit)
            else "Use ${attr.…}, ${meta.…} or ${node.…}.",
            severity=severity_of(block),
        )


def _of_device(visit: Visit) -> bool:
    return visit.parent is not None and visit.parent.block.TYPE == "RequestedDevice"
