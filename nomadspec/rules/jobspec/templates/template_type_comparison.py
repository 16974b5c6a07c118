"""A template compares values that cannot be compared.

## What it does
Checks the types of the arguments of `eq`, `ne`, `lt`, `le`, `gt` and `ge`.

## Why is this bad?
The engine does not compare strings with numbers, ints with floats, or lists with anything. It kills the task with `incompatible types for comparison`.

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
