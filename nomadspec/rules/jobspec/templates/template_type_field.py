"""A template uses a field that does not exist.

## What it does
Follows the type of the dot through `with`, `range`, `define`, variables and function results, and checks each field and method.
If the type depends on data, as in JSON and secrets, nothing is reported.

## Why is this bad?
The engine looks up fields only when it runs the action. It then kills the task with `can't evaluate field`.

## Example
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ range service "web" }}
    server {{ .Addr }}:{{ .Port }}
    {{ end }}
  EOF
}
```

## Use instead
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ range service "web" }}
    server {{ .Address }}:{{ .Port }}
    {{ end }}
  EOF
}
```

## Fix safety
Replaces the field if only one existing field is close. Safe: without the change the template fails.
"""

from __future__ import annotations

from nomadspec.rules.templates import faults, finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Finding, Visit

CODE = "TPL020"
NAME = "template-type-field"
SEVERITY = "error"
BLOCKS = ("Template",)
IF_ANY = ("nomadspec.rules.templates", "faults", "field")
FIXABLE = "sometimes"


def check(visit: Visit) -> Iterator[Finding]:
    for fault in faults(visit, "field"):
        yield finding(visit, fault)
