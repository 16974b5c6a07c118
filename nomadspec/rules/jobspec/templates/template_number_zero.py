"""A number that a template computes is always 0.

## What it does
Looks for Sprig's number functions with an argument that they cannot convert, such as an item of a Nomad variable.

## Why is this bad?
The functions do not fail but return 0, so the file contains a wrong number.

## Example
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ with nomadVar "nomad/jobs/web" }}
    workers = {{ .workers | sprig_int }}
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
    workers = {{ .workers.Value | sprig_int }}
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

CODE = "TPL028"
NAME = "template-number-zero"
SEVERITY = "warning"
BLOCKS = ("Template",)
IF_ANY = ("nomadspec.rules.templates", "faults", "zero")


def check(visit: Visit) -> Iterator[Finding]:
    for fault in faults(visit, "zero"):
        yield finding(visit, fault)
