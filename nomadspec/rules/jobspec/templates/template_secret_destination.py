"""A secret is written outside of the task's `secrets` folder.

## What it does
Looks for templates that read Vault secrets into a file that is neither below `secrets/` nor readable by its owner only.

## Why is this bad?
Anyone who may read the allocation's files, for example in the UI, can read the secret. The folder `secrets` is kept in memory and is not served.

## Example
```hcl task
vault {
  role = "app"
}
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ with secret "kv/data/app" }}{{ .Data.data.password }}{{ end }}
  EOF
}
```

## Use instead
```hcl task
vault {
  role = "app"
}
template {
  destination = "secrets/app.conf"
  data        = <<-EOF
    {{ with secret "kv/data/app" }}{{ .Data.data.password }}{{ end }}
  EOF
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding
from nomadspec.rules.templates import reads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "TPL012"
NAME = "template-secret-destination"
SEVERITY = "warning"
BLOCKS = ("Template",)
IF_ANY = ("nomadspec.rules.templates", "reads")


def check(visit: Visit) -> Iterator[Finding]:
    destination = visit.block.destination or ""
    if destination.lstrip("./").startswith(("secrets/", "${NOMAD_SECRETS_DIR}")) or not destination:
        return
    if (visit.block.perms or "0644").lstrip("0") in ("600", "400"):
        return
    if any(dependency.kind in ("vault-secret", "vault-pki-cert") for dependency in reads(visit)):
        yield Finding(
            f"secret is written to {destination!r}, which anyone with access to the allocation's files can read",
            "destination",
            help="Write it below `secrets/`.",
        )
