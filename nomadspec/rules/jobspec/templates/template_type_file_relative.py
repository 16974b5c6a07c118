"""`file` in a template has a relative path.

## What it does
Looks for relative paths in `file`.

## Why is this bad?
The engine compares the path with the absolute path of the task folder, so a relative path always counts as outside and kills the task.

## Example
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ file "local/banner.txt" }}
  EOF
}
```

## Use instead
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ file (print (env "NOMAD_TASK_DIR") "/banner.txt") }}
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

CODE = "TPL014"
NAME = "template-type-file-relative"
SEVERITY = "error"
BLOCKS = ("Template",)
IF_ANY = ("nomadspec.rules.templates", "faults", "file-relative")


def check(visit: Visit) -> Iterator[Finding]:
    for fault in faults(visit, "file-relative"):
        yield finding(visit, fault)
