"""A template runs a nested template that is not defined.

## What it does
Looks up the name of each `{{ template "name" }}` that is reached among the `define` and `block` actions.

## Why is this bad?
A missing definition is not a syntax error. The engine kills the task when it runs the action.

## Example
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ define "server" }}{{ .Address }}{{ end }}
    {{ range service "web" }}{{ template "Server" . }}{{ end }}
  EOF
}
```

## Use instead
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ define "server" }}{{ .Address }}{{ end }}
    {{ range service "web" }}{{ template "server" . }}{{ end }}
  EOF
}
```

## Fix safety
Replaces the name if only one definition is close. Safe: without the change the template fails.
"""

from __future__ import annotations

from nomadspec.rules.templates import faults, finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Finding, Visit

CODE = "TPL024"
NAME = "template-type-definition"
SEVERITY = "error"
BLOCKS = ("Template",)
IF_ANY = ("nomadspec.rules.templates", "faults", "template-missing")
FIXABLE = "sometimes"


def check(visit: Visit) -> Iterator[Finding]:
    for fault in faults(visit, "template-missing"):
        yield finding(visit, fault)
