"""The operator `version` never matches a node whose version is a pre-release.

## What it does
Looks for the operator `version` on the versions of Nomad, Consul, Vault and the kernel, with a constraint that names no pre-release itself.

## Why is this bad?
`version` lets a pre-release such as `1.10.0-beta.1` or a kernel like `5.15.0-91-generic` pass only where the constraint has a pre-release of the same numbers. `semver` orders them.

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

CODE = "CON010"
NAME = "constraint-prerelease"
SEVERITY = "info"
BLOCKS = ("Constraint",)
PERSONA = "pedantic"
_VERSIONED = ("${attr.nomad.version}", "${attr.consul.version}", "${attr.vault.version}", "${attr.kernel.version}")


def check(visit: Visit) -> Iterator[Finding]:
    block = visit.block
    if block.operator == "version" and block.attribute in _VERSIONED and "-" not in (block.value or ""):
        yield Finding(
            "a version with a suffix, such as 1.10.0-beta.1 or 5.15.0-91-generic, never matches here",
            "value",
            help='The operator "semver" compares pre-releases by order (it knows no ~>).',
        )
