"""A call in a template fails for the very values that are written there.

## What it does
Calculates calls whose arguments are written out: numbers that are none, elements that a list does not have, names that cannot be read, regular
expressions and JSON that do not parse.

## Why is this bad?
The call fails whenever it is reached, and an error kills the task.

## Example
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ index (split "," "a,b") 2 }}
  EOF
}
```

## Use instead
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ index (split "," "a,b") 1 }}
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

CODE = "TPL023"
NAME = "template-type-value"
SEVERITY = "error"
BLOCKS = ("Template",)
IF_ANY = ("nomadspec.rules.templates", "faults", "value")


def check(visit: Visit) -> Iterator[Finding]:
    for fault in faults(visit, "value"):
        yield finding(visit, fault)
