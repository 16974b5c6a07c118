"""A constraint shorthand that Nomad ignores.

## What it does
Looks for `set_contains_any`, `set_contains_all`, `is_set` and `is_not_set` written as attributes of a constraint.

## Why is this bad?
The parser accepts them, but only `version`, `semver`, `regexp`, `set_contains`, `distinct_hosts` and `distinct_property` set the operator. The constraint becomes a comparison with "=".

## Example
```hcl group
constraint {
  attribute = "${meta.rack}"
  is_set    = true
}
```

## Use instead
```hcl group
constraint {
  attribute = "${meta.rack}"
  operator  = "is_set"
}
```

## Fix safety
Safe: the shorthand becomes the corresponding operator and value. Offered if the block sets no operator or value itself, and for `is_set` and
`is_not_set` only if they are `true`.
"""

from __future__ import annotations

from nomadspec.hcl import ast
from nomadspec.rules.fixes import insert_attribute, rename_attribute
from nomadspec.rules.rule import Finding
from nomadspec.source import Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CON007"
NAME = "constraint-shorthand-ignored"
SEVERITY = "error"
BLOCKS = ("Constraint",)
FIXABLE = "safe"
_UNARY = ("is_set", "is_not_set")
_IGNORED = ("set_contains_any", "set_contains_all", *_UNARY)


def check(visit: Visit) -> Iterator[Finding]:
    origin = visit.block.get("origin")
    if origin is None:
        return
    for name in _IGNORED:
        if name in origin.attributes:
            yield Finding(
                f"{name} is ignored: the operator is {visit.block.operator or '='}",
                name,
                help=f'Set operator = "{name}"' + (" without a value." if name in _UNARY else " with the list as its value."),
                fix=_fix(visit, name) if not {"operator", "value"} & set(origin.attributes) else None,
            )


def _fix(visit: Visit, name: str) -> Fix | None:
    title = f'write operator = "{name}"'
    if name in _UNARY:
        written = visit.block.origin.attributes[name].expr
        if not (isinstance(written, ast.Literal) and written.value is True):
            return None  # whether false means the opposite or nothing is for the author to say
        return rename_attribute(visit.block, name, "operator", title, safe=True, value=f'"{name}"')
    first = rename_attribute(visit.block, name, "value", title, safe=True)
    second = insert_attribute(visit.block, f'operator = "{name}"', title, safe=True)
    return None if first is None or second is None else Fix(title, (*second.edits, *first.edits), safe=True)
