"""A reference in a form that clients do not replace.

## What it does
Looks for `${ name }` with spaces and `${attr["key"]}` with brackets for runtime names.

## Why is this bad?
In strings (env, services, destinations) clients replace only `${name}` with letters, digits, `_`, `-` and `.` between the braces. Everything else is left as literal text. In the `config` of a driver both forms work.

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
IF_ANY = ("nomadspec.rules.references", "texts", " ", "[")


def check(visit: Visit) -> Iterator[Finding]:
    for path, text, name in spaced(visit):
        yield Finding(f"clients do not replace `{text}` in this form, so it is left as literal text", path, help=f"Write `${{{name}}}`.")
