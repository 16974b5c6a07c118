"""The task restarts whenever the template's data changes.

## What it does
Looks for templates that read keys, services, secrets or Nomad variables and do not set `change_mode`.

## Why is this bad?
By default every change restarts the task: each instance of a service that starts or stops restarts all tasks that list the service.

## Example
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ range service "db" }}{{ .Address }}
    {{ end }}
  EOF
}
```

## Use instead
```hcl task
template {
  destination = "local/app.conf"
  change_mode = "noop"
  data        = <<-EOF
    {{ range service "db" }}{{ .Address }}
    {{ end }}
  EOF
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding
from nomadspec.rules.templates import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "TPL009"
NAME = "template-change-mode"
SEVERITY = "info"
BLOCKS = ("Template",)
PERSONA = "pedantic"


def check(visit: Visit) -> Iterator[Finding]:
    block = visit.block
    origin = block.get("origin")
    if origin is not None and "change_mode" not in origin.attributes and not block.once:
        live = text_of(visit).live()
        if live:
            yield Finding(
                f"change_mode is unset: the task restarts whenever the template's data changes ({', '.join(sorted({dependency.call.function for dependency in live}))})",
                None,
                help='Set `change_mode` to "signal", "script" or "noop", or to "restart" if that is intended.',
            )
