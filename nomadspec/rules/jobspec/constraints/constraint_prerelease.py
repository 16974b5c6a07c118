"""Operator `version` never matches pre-releases.

## What it does
Looks for operator `version` on the versions of Nomad, Consul and Vault, with a constraint that contains no pre-release.

## Why is this bad?
With `version`, a pre-release such as `1.10.0-beta.1` matches only if the constraint has a pre-release of the same version. `semver` orders pre-releases.

## Example
```hcl group
constraint {
  attribute = "${attr.nomad.version}"
  operator  = "version"
  value     = ">= 1.9"
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

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CON010"
NAME = "constraint-prerelease"
SEVERITY = "info"
BLOCKS = ("Constraint",)
PERSONA = "pedantic"
_VERSIONED = ("${attr.nomad.version}", "${attr.consul.version}", "${attr.vault.version}")


def check(visit: Visit) -> Iterator[Finding]:
    block = visit.block
    if block.operator == "version" and block.attribute in _VERSIONED and "-" not in (block.value or ""):
        yield Finding(
            "operator version never matches a version with a suffix, such as 1.10.0-beta.1",
            "value",
            help='Use operator = "semver", which orders pre-releases (it does not support ~>).',
        )
