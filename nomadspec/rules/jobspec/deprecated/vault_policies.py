"""`vault.policies` has no effect since Nomad 1.10.

## What it does
Looks for `policies` in a `vault` block.

## Why is this bad?
The workflow with tokens that servers derive was removed; a task logs in with its workload identity, and the role decides the policies.

## Example
```hcl task
vault {
  policies = ["app"]
}
```

## Use instead
```hcl task
vault {
  role = "app"
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DEP010"
NAME = "vault-policies"
SEVERITY = "warning"
BLOCKS = ("Vault",)


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.policies:
        yield Finding(
            "vault.policies has no effect: tasks log in with their identity",
            "policies",
            help="Name a role, and an identity for Vault where the servers have no default.",
        )
