"""A key that the command silently ignores.

## What it does
Reports keys in volumes, namespaces, ACL policies and API bodies that Nomad does not read.

## Why is this bad?
A misspelled setting has no effect, and the command does not report it.

## Example
```hcl spec
name = "dev"

capabilities {
  enabled_drivers = ["docker"]
}
```

## Use instead
```hcl spec
name = "dev"

capabilities {
  enabled_task_drivers = ["docker"]
}
```

## Fix safety
Offered if one key alone is near. Safe: the command ignores the key as it is.
"""

from __future__ import annotations

from nomadspec.rules.fixes import respell_near
from nomadspec.rules.rule import Finding
from nomadspec.source.closest import closest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.spec_visit import SpecVisit

CODE = "SPC101"
NAME = "spec-ignored-key"
SEVERITY = "warning"
FIXABLE = "sometimes"
BLOCKS = ("volume", "namespace", "node_pool", "quota", "variable", "acl-policy", "acl-role", "acl-auth-method", "acl-auth-method-config", "acl-binding-rule")


#: Keys that belong in a block of the kind, and stood beside it in older releases.
_BELONGS = {("volume", "access_mode"): "capability", ("volume", "attachment_mode"): "capability"}


def check(visit: SpecVisit) -> Iterator[Finding]:
    for key, span, known in visit.spec.ignored:
        block = _BELONGS.get((visit.spec.kind, key))
        near = closest(key.lower(), known, 0.6)
        help = f"Move it to a {block} block." if block else f"Did you mean {near}?" if near else "Remove it, or move it to the right block."
        fix = None if block else respell_near(visit, span, key, near, known)
        yield Finding(f"{key} has no effect here; the command ignores it", span, help=help, fix=fix)
