"""A template calls an unknown function.

## What it does
Compares the functions in a template with those of Nomad's template engine: Go's templates, consul-template, and Sprig with the prefix `sprig_`.

## Why is this bad?
An unknown function is a syntax error: the client kills the task before it starts, even if the call would never be reached. Most often the text is meant for another program (Helm, Jinja, Grafana) that uses the same braces.

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

## Fix safety
Replaces the name if only one existing function is close, or adds the prefix `sprig_`. Safe: without the change the template does not parse.
"""

from __future__ import annotations

from nomadspec.rules.templates import finding, text_of
from nomadspec.source.closest import closest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Finding, Visit

CODE = "TPL002"
NAME = "template-syntax-unknown-function"
SEVERITY = "error"
BLOCKS = ("Template",)
IF_ANY = ("nomadspec.rules.templates", "syntax_errors")
FIXABLE = "sometimes"


def check(visit: Visit) -> Iterator[Finding]:
    text = text_of(visit)
    error = text.error
    if error is None or not error.message.startswith("function "):
        return
    from nomadspec.notation.template.functions import FUNCTIONS, lifetime_note
    from nomadspec.templates import Fault

    name = error.message.split('"')[1] if '"' in error.message else ""
    # The parser has read on by a word or two where it complains.
    start = text.data.rfind(name, 0, error.offset + len(name))
    if note := lifetime_note(name, visit.release):
        help = "Compute the value in the task, or set it as a variable of the jobspec."
        yield finding(visit, Fault("", f"template function {name!r} {note}", help, start, start + len(name), "", True))
        return
    prefixed = f"sprig_{name}"
    near = prefixed if prefixed in FUNCTIONS else closest(name, FUNCTIONS, 0.75) or ""
    if near == prefixed:
        hint = f"Use the prefix for Sprig's functions: {near}."
    else:
        hint = f"Did you mean {near!r}?" if near else "If the text is meant for another program, set other delimiters (`left_delimiter`, `right_delimiter`)."
    yield finding(visit, Fault("", f"unknown template function {name!r}", hint, start, start + len(name), near, True))
