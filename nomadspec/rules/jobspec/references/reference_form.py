"""A reference in a form that a client does not replace in text.

## What it does
Looks for `${ name }` with spaces and `${attr["key"]}` with brackets, where the name is one of run time.

## Why is this bad?
In text (env, services, destinations) clients replace `${name}` only: letters, digits, `_`, `-` and `.` between the braces. All else stays as it is. In the `config` of a driver both forms work.

## Example
```hcl task
env {
  ARCH = "${ attr.cpu.arch }"
}
```

## Use instead
```hcl task
env {
  ARCH = "${attr.cpu.arch}"
}
```
"""

from __future__ import annotations

from nomadspec.rules.references import spaced
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "REF017"
NAME = "reference-form"
SEVERITY = "warning"
BLOCKS = ("Job", "TaskGroup", "Task")


def check(visit: Visit) -> Iterator[Finding]:
    for path, text, name in spaced(visit):
        yield Finding(f"a client does not replace `{text}`: it stays as it is", path, help=f"Write `${{{name}}}`.")
