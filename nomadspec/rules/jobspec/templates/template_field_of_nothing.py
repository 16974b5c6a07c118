"""A field such as `{{ .Name }}` without data.

## What it does
Looks for `.Name` outside `with`, `range`, `define` and `block`.

## Why is this bad?
Nomad's templates start without data: the field becomes `<no value>`, or an error with `error_on_missing_key`. Most often the text is meant for another program with the same braces (Helm, `docker --format`, Alertmanager).

## Example
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    name: {{ .Values.name }}
  EOF
}
```

## Use instead
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    name: {{ env "NOMAD_JOB_NAME" }}
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

CODE = "TPL005"
NAME = "template-field-of-nothing"
SEVERITY = "warning"
BLOCKS = ("Template",)


def check(visit: Visit) -> Iterator[Finding]:
    node = text_of(visit).field_of_nothing if visit.block.error_on_missing_key is not True else None  # then it is an error
    if node is not None:
        yield Finding(
            f"`.{'.'.join(node.names)}` has no value: there is no data outside `with` and `range`",
            line_of(visit.block, node.line),
            help="If the text is meant for another program, set other delimiters (`left_delimiter`, `right_delimiter`).",
        )
