"""A template reads from Vault, but the task has no `vault` block.

## What it does
Looks for `secret`, `secrets` and `pkiCert` in templates of tasks without a `vault` block (in the task, the group or the job).

## Why is this bad?
Without the block the task gets no Vault token. The template waits or fails, and the task never starts.

## Example
```hcl task
template {
  destination = "secrets/app.conf"
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
from nomadspec.rules.templates import line_of, reads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "TPL007"
NAME = "template-vault-block"
SEVERITY = "warning"
BLOCKS = ("Template",)
IF_ANY = ("nomadspec.rules.templates", "reads")


def check(visit: Visit) -> Iterator[Finding]:
    task = visit.task
    if task is None or task.vault is not None:
        return
    for dependency in reads(visit):
        if dependency.integration == "vault":
            yield Finding(
                f"template reads from Vault ({dependency.call.function}), but the task has no `vault` block",
                line_of(visit.block, dependency.call.line),
                help="Add a `vault` block to the task, the group or the job.",
            )
            return
