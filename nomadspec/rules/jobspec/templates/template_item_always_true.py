"""A condition on an item of a Nomad variable is always true.

## What it does
Looks for `if` with an item of `nomadVar`.

## Why is this bad?
An item is a struct, and structs are always true: the body is rendered even if the item is empty or missing.

## Example
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ with nomadVar "nomad/jobs/web" }}
    {{ if .debug }}debug = true{{ end }}
    {{ end }}
  EOF
}
```

## Use instead
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ with nomadVar "nomad/jobs/web" }}
    {{ if .debug.Value }}debug = true{{ end }}
    {{ end }}
  EOF
}
```
"""

from __future__ import annotations

from nomadspec.rules.templates import faults, finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Finding, Visit

CODE = "TPL027"
NAME = "template-item-always-true"
SEVERITY = "warning"
BLOCKS = ("Template",)
IF_ANY = ("nomadspec.rules.templates", "faults", "always-true")


def check(visit: Visit) -> Iterator[Finding]:
    for fault in faults(visit, "always-true"):
        yield finding(visit, fault)
