"""A template reads an unknown field.

## What it does
Follows the type of the dot through `with`, `range`, `define` and variables, and of the results of functions, and looks up each field and method. Nothing is reported if the type depends on data (JSON, secrets).

## Why is this bad?
The client only notices when the action runs. It then kills the task with `can't evaluate field`.

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
Safe: the wrong name is replaced by the only similar one, or by the name that the field has elsewhere. Without it the template fails.
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
