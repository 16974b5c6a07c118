"""A template compares values that cannot be compared.

## What it does
Looks at the types of what `eq`, `ne`, `lt`, `le`, `gt` and `ge` are given.

## Why is this bad?
Text and numbers, whole numbers and those with a point, lists and anything are never compared: the engine kills the task with `incompatible types for comparison`.

## Example
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ if gt (env "WORKERS") 4 }}
    big = true
    {{ end }}
  EOF
}
```

## Use instead
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ if gt (env "WORKERS" | parseInt) 4 }}
    big = true
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

CODE = "TPL022"
NAME = "template-type-comparison"
SEVERITY = "error"
BLOCKS = ("Template",)
IF_ANY = ("nomadspec.rules.templates", "faults", "comparison")


def check(visit: Visit) -> Iterator[Finding]:
    for fault in faults(visit, "comparison"):
        yield finding(visit, fault)
