"""The weight of an affinity is out of range.

## What it does
Looks for weights of affinities above 127 or below -128.

## Why is this bad?
Weights go from -100 to 100. Nomad stores one byte: 200 becomes -56, and the affinity turns into its opposite, without an error.

## Example
```hcl group
affinity {
  attribute = "${node.class}"
  value     = "fast"
  weight    = 200
}
```

## Use instead
```hcl group
affinity {
  attribute = "${node.class}"
  value     = "fast"
  weight    = 100
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CON023"
NAME = "affinity-weight"
SEVERITY = "error"
BLOCKS = ("Affinity",)
IF_WRITTEN = ("weight",)


def check(visit: Visit) -> Iterator[Finding]:
    from nomadspec.hcl import ast

    origin = visit.block.get("origin")
    attribute = origin.attributes.get("weight") if origin is not None else None
    if attribute is None:
        return
    expression = attribute.expr
    literal = expression.operand if isinstance(expression, ast.Unary) and expression.op == "-" else expression
    if not isinstance(literal, ast.Literal) or literal.kind != "number":
        return
    if not isinstance(literal.value, str) or not literal.value.isdecimal():
        return
    stored = visit.block.weight
    written = -int(literal.value) if literal is not expression else int(literal.value)
    if stored is not None and written != stored:
        yield Finding(f"weight {written} is stored as {stored}", "weight", help="Weights go from -100 to 100.")
