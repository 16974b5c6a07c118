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

## Fix safety
Makes the only policy the role. Unsafe: Vault must have a role of that name for Nomad's identities.
"""

from __future__ import annotations

from nomadspec.rules.fixes import literal, rename_attribute
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "DEP010"
NAME = "vault-policies"
SEVERITY = "warning"
FIXABLE = "sometimes"
SINCE = "1.10.0"
BLOCKS = ("Vault",)


def check(visit: Visit) -> Iterator[Finding]:
    vault = visit.block
    if vault.policies:
        single = vault.policies[0] if len(vault.policies) == 1 and not vault.role else None
        yield Finding(
            "vault.policies has no effect: tasks log in with their workload identity",
            "policies",
            help="Set role, and add an identity for Vault if the servers have no default.",
            fix=rename_attribute(vault, "policies", "role", "make the policy the role", safe=False, value=literal(single)) if single else None,
        )
