"""A call in a template fails because of its literal arguments.

## What it does
Evaluates calls with literal arguments: invalid numbers, list elements that do not exist, invalid names, and regular expressions and JSON that do
not parse.

## Why is this bad?
The call fails whenever the engine reaches it, and the error kills the task.

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
