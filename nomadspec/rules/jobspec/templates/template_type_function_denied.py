"""A template calls a function that is disabled on clients.

## What it does
Looks for calls of `executeTemplate`, `plugin` and `writeToFile` that the template reaches. Where the state tells the settings of the clients (`--state agent-config:DIR`), their `template.function_denylist` decides.

## Why is this bad?
These functions are on the default denylist: the client kills the task with `function is disabled`. Only the client configuration
(`template.function_denylist`) can allow them.

## Example
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ plugin "date" }}
  EOF
}
```

## Use instead
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ timestamp }}
  EOF
}
```
"""

from __future__ import annotations

from nomadspec.rules.templates import denied_calls, finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Finding, Visit

CODE = "TPL003"
NAME = "template-type-function-denied"
SEVERITY = "error"
BLOCKS = ("Template",)
IF_ANY = ("nomadspec.rules.templates", "denied_calls")


def check(visit: Visit) -> Iterator[Finding]:
    for fault in denied_calls(visit):
        yield finding(visit, fault)
