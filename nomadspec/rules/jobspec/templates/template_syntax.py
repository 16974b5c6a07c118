"""The template has a syntax error.

## What it does
Parses `data` as the client's template engine does: Go's `text/template` with the delimiters of the block.

## Why is this bad?
Servers do not check templates. Nomad accepts and places the job, and the client kills the task with `Template failed` before it starts.

## Example
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ range service "db" }}
    server {{ .Address }}
  EOF
}
```

## Use instead
```hcl task
template {
  destination = "local/app.conf"
  data        = <<-EOF
    {{ range service "db" }}
    server {{ .Address }}
    {{ end }}
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

CODE = "TPL001"
NAME = "template-syntax"
SEVERITY = "error"
BLOCKS = ("Template",)
IF_ANY = ("nomadspec.rules.templates", "syntax_errors")

#: What foreign text looks like to the parser: (in the message, whose it is).
_FOREIGN = (
    ('unexpected "#"', "This looks like Handlebars or Mustache."),
    ('undefined variable "$labels"', "This looks like a Prometheus or Alertmanager rule."),
    ('undefined variable "$value"', "This looks like a Prometheus or Alertmanager rule."),
    ('unexpected "%"', "This looks like Jinja."),
)
_OTHER = "For the text of another template language, set other delimiters (`left_delimiter`, `right_delimiter`), or write each `{{` as {{`{{`}}."


def check(visit: Visit) -> Iterator[Finding]:
    error = text_of(visit).error
    if error is None or error.message.startswith("function "):
        return
    hint = next((text for mark, text in _FOREIGN if mark in error.message), "")
    if error.message == "unexpected EOF":
        hint = "A block (`if`, `range`, `with`, `define`) has no `{{ end }}`."
    elif hint:
        hint = f"{hint} {_OTHER}"
    elif error.message.startswith('unexpected "/"'):
        hint = "A comment begins right after the delimiter and ends right before one: {{/* … */}} or {{- /* … */ -}}."
    where = line_of(visit.block, error.line)
    yield Finding(
        f"template syntax error: {error.message}" + (f" (line {error.line} of the template)" if where == "data" else ""),
        where,
        help=hint or "The client kills the task with this message. Check the delimiters on this line.",
    )
