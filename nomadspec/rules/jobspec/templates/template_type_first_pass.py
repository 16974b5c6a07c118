"""A template fails before anything has been read.

## What it does
Runs the template as the engine's first pass does: services and lists are empty, keys are empty strings, secrets are nil. It also runs the bodies of
`with`, `range` and `if` as if their data had just arrived, while what they read themselves is still missing.

## Why is this bad?
The engine does not wait for missing data before it runs a template. An error in this pass kills the task, even if the data arrives a moment later.

## Example
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    db = {{ (index (service "db") 0).Address }}
  EOF
}
```

## Use instead
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ with service "db" }}
    db = {{ (index . 0).Address }}
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

CODE = "TPL006"
NAME = "template-type-first-pass"
SEVERITY = "error"
BLOCKS = ("Template",)
IF_ANY = ("nomadspec.rules.templates", "faults", "first-pass")


def check(visit: Visit) -> Iterator[Finding]:
    for fault in faults(visit, "first-pass"):
        yield finding(visit, fault)
