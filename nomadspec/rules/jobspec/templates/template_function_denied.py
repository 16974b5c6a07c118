"""A template calls a function that clients deny.

## What it does
Looks for `executeTemplate`, `plugin` and `writeToFile`.

## Why is this bad?
They are on the default list of denied functions: the client kills the task with `function is disabled` when the call is reached. Only the client's configuration (`template.function_denylist`) can allow them.

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

from nomadspec.notation.template.functions import DENIED
from nomadspec.rules.rule import Finding
from nomadspec.rules.templates import line_of, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "TPL003"
NAME = "template-function-denied"
SEVERITY = "warning"
BLOCKS = ("Template",)


def check(visit: Visit) -> Iterator[Finding]:
    for call in text_of(visit).calls():
        if call.function in DENIED:
            yield Finding(f"clients deny function {call.function!r} unless their configuration allows it", line_of(visit.block, call.line))
