"""A variable file contains a secret in clear text.

## What it does
Reports items of variable files, and secrets of CSI volumes, whose names look like those of secrets.

## Why is this bad?
Anyone who can read the repository, or has ever cloned it, can read the secret.

## Example
```hcl spec
path = "nomad/jobs/api"

items {
  db_password = "correct horse"
}
```

## Use instead
```hcl spec
path = "nomad/jobs/api"

items {
  db_user = "api"
}
```
"""

from __future__ import annotations

from nomadspec.notation.secrecy import is_secret_name
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.spec_visit import SpecVisit

CODE = "SPC108"
NAME = "variable-secret-in-clear-text"
SEVERITY = "warning"
BLOCKS = ("variable", "volume")


def check(visit: SpecVisit) -> Iterator[Finding]:
    api = visit.spec.api
    for member in ("Items", "Secrets"):
        for name, value in (api.get(member) or {}).items():
            if value and (is_secret_name(name) or member == "Secrets") and not value.startswith(("${", "<", "{{", "[[")):
                help = "Keep the secret out of the repository: set it with nomad var put, from a secret store or the pipeline."
                yield Finding(f"{name} is a secret in clear text", member.lower() if member.lower() in visit.spec.places else member, help=help, secret=True)
