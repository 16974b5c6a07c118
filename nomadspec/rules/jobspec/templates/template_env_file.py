"""A template with `env = true` has a line that is not `NAME=value`.

## What it does
Looks for lines without actions that are neither empty nor comments nor assignments.

## Why is this bad?
The file is read as environment variables. A line that cannot be parsed fails the task.

## Example
```hcl task
template {
  destination = "local/app.env"
  env         = true
  data        = <<-EOF
    LOG_LEVEL: debug
  EOF
}
```

## Use instead
```hcl task
template {
  destination = "local/app.env"
  env         = true
  data        = <<-EOF
    LOG_LEVEL=debug
  EOF
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding
from nomadspec.rules.templates import line_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "TPL010"
NAME = "template-env-file"
SEVERITY = "warning"
BLOCKS = ("Template",)


def check(visit: Visit) -> Iterator[Finding]:
    block = visit.block
    if not block.env or not block.data:
        return
    left, right = block.left_delimiter or "{{", block.right_delimiter or "}}"
    inside = False
    for number, line in enumerate(block.data.splitlines(), 1):
        text = line.strip()
        if inside or left in text:
            # An action may go over several lines.
            inside = text.rfind(left) > text.rfind(right) if left in text else right not in text
            continue
        if text and not text.startswith("#") and "=" not in text:
            yield Finding(
                f"line {number} of the template is not NAME=value: {text[:40]!r}",
                line_of(block, number),
                help="Write one NAME=value per line. Comments begin with #.",
            )
            return
