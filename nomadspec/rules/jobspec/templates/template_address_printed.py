"""A template prints memory addresses.

## What it does
Looks for lists of services, nodes, keys and similar that are printed as a whole.

## Why is this bad?
The engine prints the memory addresses of the elements. They change with every update, so the task is restarted or signalled although its data has not changed.

## Example
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ service "web" }}
  EOF
}
```

## Use instead
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ range service "web" }}{{ .Address }}:{{ .Port }}
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

CODE = "TPL026"
NAME = "template-address-printed"
SEVERITY = "warning"
BLOCKS = ("Template",)
IF_ANY = ("nomadspec.rules.templates", "faults", "address")


def check(visit: Visit) -> Iterator[Finding]:
    for fault in faults(visit, "address"):
        yield finding(visit, fault)
