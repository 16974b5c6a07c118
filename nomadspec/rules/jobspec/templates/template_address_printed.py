"""A template prints memory addresses.

## What it does
Looks for lists of services, nodes, keys and so on that are printed without `range`.

## Why is this bad?
The printed values are the memory addresses of the elements. They differ after every update, so the task restarts or is signalled even if the data
has not changed.

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
