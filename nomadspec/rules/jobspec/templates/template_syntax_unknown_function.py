"""A template calls an unknown function.

## What it does
Compares the functions in a template with those of Nomad's template engine: Go's templates, consul-template, and Sprig with the prefix `sprig_`.

## Why is this bad?
An unknown function is a syntax error: the client kills the task before it starts, whether the call would be reached or not. Most often the text is meant for another program (Helm, Jinja, Grafana) that uses the same braces.

## Example
```hcl task
template {
  destination = "local/app.conf"
  data        = "region = {{ ennv `NOMAD_REGION` }}"
}
```

## Use instead
```hcl task
template {
  destination = "local/app.conf"
  data        = "region = {{ env `NOMAD_REGION` }}"
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding
from nomadspec.rules.templates import line_of, text_of
from nomadspec.source.closest import closest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "TPL002"
NAME = "template-syntax-unknown-function"
SEVERITY = "error"
BLOCKS = ("Template",)


def check(visit: Visit) -> Iterator[Finding]:
    error = text_of(visit).error
    if error is None or not error.message.startswith("function "):
        return
    from nomadspec.notation.template.functions import FUNCTIONS

    name = error.message.split('"')[1] if '"' in error.message else ""
    if f"sprig_{name}" in FUNCTIONS:
        hint = f"Use the prefix for Sprig's functions: sprig_{name}."
    else:
        near = closest(name, FUNCTIONS, 0.75)
        hint = f"Did you mean {near!r}?" if near else "If the text is meant for another program, set other delimiters (`left_delimiter`, `right_delimiter`)."
    yield Finding(f"unknown template function {name!r} (line {error.line} of the template)", line_of(visit.block, error.line), help=hint)
