"""An argument of a template function has the wrong type.

## What it does
Compares the type of each argument with that of the parameter. Only literals are converted, for example `5` to any kind of number; values of variables, fields and functions are not.

## Why is this bad?
The client only notices when the call is reached. It then kills the task with `wrong type for value`.

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
