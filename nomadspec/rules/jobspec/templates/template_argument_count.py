"""A template calls a function with too few or too many arguments.

## What it does
Counts the arguments of each call; a piped value is the last one.

## Why is this bad?
The client only notices when the call is reached. It then kills the task, perhaps long after the deployment.

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

from nomadspec.notation.template.functions import FUNCTIONS
from nomadspec.rules.rule import Finding
from nomadspec.rules.templates import line_of, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "TPL004"
NAME = "template-argument-count"
SEVERITY = "warning"
BLOCKS = ("Template",)


def check(visit: Visit) -> Iterator[Finding]:
    for call in text_of(visit).calls():
        arity = FUNCTIONS.get(call.function)
        if arity is not None and not arity.admits(len(call.arguments)):
            most = arity.most
            wanted = f"{arity.least}" if most == arity.least else f"at least {arity.least}" if most is None else f"{arity.least} to {most}"
            yield Finding(
                f"function {call.function!r} takes {wanted} argument{'' if wanted == '1' else 's'}, but has {len(call.arguments)}",
                line_of(visit.block, call.line),
                help="The client kills the task when the call is reached.",
            )
