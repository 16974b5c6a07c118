"""A template fails before any data has been read.

## What it does
Runs the text as the client does at first: services and lists are empty, keys are empty strings, secrets are nil. Also runs the bodies of `with`, `range` and `if` as they run when their own data has just arrived and the data read inside them has not.

## Why is this bad?
The client does not wait until the data of a template is there: it runs the template, and an error in this first pass kills the task, even if the next pass would succeed.

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
