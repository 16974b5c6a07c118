"""A template reads a field that its value does not have.

## What it does
Follows the type of the dot through `with`, `range`, `define` and variables, and of what functions give, and looks up each field and method.
Where the type depends on data (JSON, secrets) nothing is said.

## Why is this bad?
The engine looks at fields only when the action runs: then it kills the task with `can't evaluate field`.

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
The one field whose name is near, or is what the field is called elsewhere, takes the place of the wrong one. The template fails without it.
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
