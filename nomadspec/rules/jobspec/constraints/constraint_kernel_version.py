"""A kernel's version does not match the operator `version`.

## What it does
Looks for constraints on `${attr.kernel.version}` with operator `version` and without a pre-release.

## Why is this bad?
Kernels of distributions have a suffix, such as `6.1.0-18-amd64` or `6.8.0-45-generic`, which counts as a pre-release. `version` matches a pre-release only if the constraint has one of the same version, so no such node matches. Operator `semver` orders them.

## Exceptions
Kernels whose suffix has an underscore, such as `6.10.7-200.fc40.x86_64` of Fedora, have no version at all: neither operator matches them. A `meta` key of the clients, or `regexp`, does.

## Example
```hcl group
constraint {
  attribute = "${attr.kernel.version}"
  operator  = "version"
  value     = ">= 5.4"
}
```

## Use instead
```hcl group
constraint {
  attribute = "${attr.kernel.version}"
  operator  = "semver"
  value     = ">= 5.4.0"
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CON021"
NAME = "constraint-kernel-version"
SEVERITY = "warning"
BLOCKS = ("Constraint", "Affinity")
IF_WRITTEN = ("operator",)


def check(visit: Visit) -> Iterator[Finding]:
    block = visit.block
    if block.operator == "version" and block.attribute == "${attr.kernel.version}" and "-" not in (block.value or ""):
        yield Finding(
            "operator version never matches a kernel with a suffix, such as 6.8.0-45-generic",
            "value",
            help='Use operator = "semver" (which does not support ~>).',
        )
