"""A template with `env = true` has a line that cannot be read.

## What it does
Reads the lines without actions as clients do: each is `NAME=value`, a comment or empty. Names consist of letters, digits, `_`, `/` and `.`. A quote must be closed on its line, and in double quotes a backslash may only begin an escape of JSON.

## Why is this bad?
The file is read as environment variables, and the task fails: `error parsing env template`. It is a warning inside `if`, `with` and `range`, whose lines may not be written.

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

from nomadspec.notation.env_file import fault
from nomadspec.rules.rule import Finding
from nomadspec.rules.templates import line_of, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit
    from nomadspec.rules.templates import Text
    from nomadspec.source import Severity

CODE = "TPL010"
NAME = "template-env-file"
SEVERITY = "error"
BLOCKS = ("Template",)
IF_WRITTEN = ("env",)
_HELP = "Write one NAME=value on each line. Comments begin with #."


def check(visit: Visit) -> Iterator[Finding]:
    block = visit.block
    if not block.env or not block.data:
        return
    text = text_of(visit)
    left, right = block.left_delimiter or "{{", block.right_delimiter or "}}"
    inside = False
    for number, line in enumerate(text.data.split("\n"), 1):
        if inside or left in line:
            # An action may go over several lines.
            inside = line.rfind(left) > line.rfind(right) if left in line else right not in line
            continue
        wrong = fault(line)
        if wrong:
            severity: Severity | None = None if _is_written(text, number) else "warning"
            yield Finding(f"line {number} of the template {wrong}: {line.strip()[:40]!r}", line_of(block, number), help=_HELP, severity=severity)
            return


def _is_written(text: Text, number: int) -> bool:
    """Whether a line is written in any case, and as it stands there: it is outside of `if`, `with` and `range`, and no action trims its ends."""
    from nomadspec.notation.template import nodes

    if text.template is None:
        return text.error is None
    body = text.template.body
    for index, node in enumerate(body):
        if isinstance(node, nodes.Text):
            first = node.line if index == 0 else node.line + 1
            last = node.line + node.text.count("\n") - (index < len(body) - 1)
            if first <= number <= last:
                return True
    return False
