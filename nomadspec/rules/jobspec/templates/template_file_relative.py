"""`file` in a template has a relative path.

## What it does
Checks the literal argument of `file`.

## Why is this bad?
The path is resolved from the folder where the agent was started, not from the task's folder. The read fails, and the task never starts.

## Example
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ file "local/ca.pem" }}
  EOF
}
```

## Use instead
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ file (print (env "NOMAD_TASK_DIR") "/ca.pem") }}
  EOF
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding
from nomadspec.rules.templates import line_of, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "TPL014"
NAME = "template-file-relative"
SEVERITY = "warning"
BLOCKS = ("Template",)


def check(visit: Visit) -> Iterator[Finding]:
    for dependency in text_of(visit).dependencies:
        if dependency.kind == "file" and dependency.key and not dependency.key.startswith("/"):
            yield Finding(
                f"relative path {dependency.key!r} is resolved from the agent's folder, not from the task's",
                line_of(visit.block, dependency.call.line),
                help='Use `{{ file (print (env "NOMAD_TASK_DIR") "/…") }}`.',
            )
