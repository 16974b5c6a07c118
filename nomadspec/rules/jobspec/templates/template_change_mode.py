"""The task restarts whenever what its template reads changes.

## What it does
Looks for templates that read keys, services, secrets or Nomad variables and do not say `change_mode`.

## Why is this bad?
The default restarts the task on every change: each instance of a service that comes or goes restarts all that list it.

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
                f"the task restarts on every change of what the template reads ({', '.join(sorted({dependency.call.function for dependency in live}))})",
                None,
                help='Say `change_mode`: "restart" if that is meant, else "signal", "script" or "noop".',
            )
