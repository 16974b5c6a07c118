"""An argument of a template function has the wrong type.

## What it does
Compares the type of each argument with the type of the parameter. Only literals are converted, such as `5` to any number type; variables,
fields and function results are not.

## Why is this bad?
The engine checks arguments only when it reaches the call. It then kills the task with `wrong type for value`.

## Example
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ with nomadVar "nomad/jobs/web" }}
    user = {{ .user | toUpper }}
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
    user = {{ .user.Value | toUpper }}
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

CODE = "TPL021"
NAME = "template-type-argument"
SEVERITY = "error"
BLOCKS = ("Template",)
IF_ANY = ("nomadspec.rules.templates", "faults", "argument")


def check(visit: Visit) -> Iterator[Finding]:
    for fault in faults(visit, "argument"):
        yield finding(visit, fault)
