"""A template calls a function or a method with too few or too many arguments.

## What it does
Counts the arguments of each call that the template reaches. A piped value is the last argument.

## Why is this bad?
The engine checks arguments only when it reaches the call. It then kills the task, possibly long after the deployment.

## Example
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ keyOrDefault "app/mode" }}
  EOF
}
```

## Use instead
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ keyOrDefault "app/mode" "fast" }}
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

CODE = "TPL004"
NAME = "template-type-argument-count"
SEVERITY = "error"
BLOCKS = ("Template",)
IF_ANY = ("nomadspec.rules.templates", "faults", "argument-count")


def check(visit: Visit) -> Iterator[Finding]:
    for fault in faults(visit, "argument-count"):
        yield finding(visit, fault)
