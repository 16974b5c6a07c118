"""The value uses a variable that does not exist during placement.

## What it does
Looks for `${…}` in the value of a constraint or affinity that is not an attribute, metadata or a property of a node.

## Why is this bad?
The scheduler compares before there is an allocation. `${NOMAD_DC}` or `${env.X}` is never resolved, and the comparison is always false. It is a warning in an affinity or a spread, which then has no effect, and in a constraint with `!=`, which then always holds.

## Example
```hcl group
constraint {
  attribute = "${node.datacenter}"
  value     = "${NOMAD_DC}"
}
```

## Use instead
```hcl group
constraint {
  attribute = "${node.datacenter}"
  value     = "${meta.rack}"
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding
from nomadspec.rules.targets import is_target, severity_of, sides_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CON005"
NAME = "constraint-runtime-value"
SEVERITY = "error"
BLOCKS = ("Constraint", "Affinity", "Spread")


def check(visit: Visit) -> Iterator[Finding]:
    for name in sides_of(visit.block):
        text = getattr(visit.block, name) or ""
        if "${" in text and not is_target(text) and not _refused(visit, name, text):
            outcome = "is never resolved" if text.startswith("${") else "is compared as a literal string"
            yield Finding(
                f"{text!r} {outcome}: the scheduler resolves a reference only if it is the whole string",
                name,
                help="Use operator regexp to match a part of a value, or an HCL variable (var.name) for a value of your own.",
                severity=severity_of(visit.block),
            )
    value = (visit.block.value or "") if visit.block.TYPE != "Spread" else ""
    if not is_target(value) or value.startswith(("${attr.", "${meta.", "${device.")):
        return
    from nomadspec.schema.attributes import NODE_TARGETS

    if value[2:].removesuffix("}") not in NODE_TARGETS:
        yield Finding(
            f"the scheduler cannot resolve {value}, so the comparison never holds",
            "value",
            help="Only ${attr.…}, ${meta.…} and ${node.…} are resolved here. Use an HCL variable (var.name) for a value of your own.",
            severity=severity_of(visit.block),
        )


def _refused(visit: Visit, name: str, text: str) -> bool:
    """Whether Nomad itself says that the attribute has to end with its reference."""
    return visit.block.TYPE == "Constraint" and name == "attribute" and text.startswith("${") and not text.endswith("}")
