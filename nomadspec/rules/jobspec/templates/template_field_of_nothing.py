"""A field such as `{{ .Name }}` where there is nothing to have fields.

## What it does
Looks for `.Name` outside `with`, `range`, `define` and `block`.

## Why is this bad?
A template of Nomad starts with no data: the field is written as `<no value>`, or is an error with `error_on_missing_key`. Most often the text belongs to another program with the same braces (Helm, `docker --format`, Alertmanager).

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

from nomadspec.notation.template.nodes import Field
from nomadspec.rules.rule import Finding
from nomadspec.rules.templates import at_top, line_of, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "TPL005"
NAME = "template-field-of-nothing"
SEVERITY = "warning"
BLOCKS = ("Template",)


def check(visit: Visit) -> Iterator[Finding]:
    template = text_of(visit).template
    for node in at_top(template) if template is not None else ():
        if isinstance(node, Field):
            yield Finding(
                f"`.{'.'.join(node.names)}` has no value here: outside `with` and `range` there is no data",
                line_of(visit.block, node.line),
                help="If the text is for another program, give the block other delimiters (`left_delimiter`, `right_delimiter`).",
            )
            return
