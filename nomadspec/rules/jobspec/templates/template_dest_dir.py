"""The destination of a template is a folder.

## What it does
Looks for destinations that end with `/`, or that are one of the task's folders.

## Why is this bad?
A template writes one file. The client kills the task when it writes the file: `template render subprocess failed`.

## Example
```hcl task
template {
  destination = "local/"
  data        = <<-EOF
    port = 80
  EOF
}
```

## Use instead
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    port = 80
  EOF
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "TPL008"
NAME = "template-dest-dir"
SEVERITY = "error"
BLOCKS = ("Template",)
IF_WRITTEN = ("destination",)

_FOLDERS = frozenset(("local", "secrets", "alloc", "tmp", "${NOMAD_TASK_DIR}", "${NOMAD_SECRETS_DIR}", "${NOMAD_ALLOC_DIR}"))


def check(visit: Visit) -> Iterator[Finding]:
    destination = visit.block.destination
    if destination and (destination.endswith("/") or destination.removeprefix("./").removeprefix("/") in _FOLDERS):
        yield Finding(f"template destination {destination!r} is a folder", "destination", help="Add a file name.")
