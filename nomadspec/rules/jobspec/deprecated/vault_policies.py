"""`vault.policies` has no effect since Nomad 1.10.

## What it does
Looks for `policies` in a `vault` block.

## Why is this bad?
Servers no longer derive Vault tokens. A task logs in with its workload identity, and the role determines the policies.

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
SINCE = "1.10.0"
BLOCKS = ("Vault",)


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.policies:
        yield Finding(
            "vault.policies has no effect: tasks log in with their workload identity",
            "policies",
            help="Set role, and add an identity for Vault if the servers have no default.",
        )
