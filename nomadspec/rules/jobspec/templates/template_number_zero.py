"""A template converts a value to a number that is always 0.

## What it does
Looks for number functions of Sprig whose argument cannot be converted, such as an item of a Nomad variable.

## Why is this bad?
They return 0 instead of failing, so the rendered file contains a wrong number.

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
