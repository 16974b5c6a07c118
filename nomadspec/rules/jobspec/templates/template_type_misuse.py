"""A template uses a value in a way that its type does not allow.

## What it does
Looks for `range` over a value that is not a list, map or number, for arguments after a value that is not a function, for `nil` as a command, and for
nested templates that call themselves without end.

## Why is this bad?
The engine finds this only when it runs the action. It then kills the task.

## Example
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ range env "HOSTS" }}
    host {{ . }}
    {{ end }}
  EOF
}
```

## Use instead
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ range env "HOSTS" | split "," }}
    host {{ . }}
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

CODE = "TPL025"
NAME = "template-type-misuse"
SEVERITY = "error"
BLOCKS = ("Template",)
IF_ANY = ("nomadspec.rules.templates", "faults", "misuse")


def check(visit: Visit) -> Iterator[Finding]:
    for fault in faults(visit, "misuse"):
        yield finding(visit, fault)
