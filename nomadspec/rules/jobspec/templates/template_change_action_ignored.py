"""A template's `change_script` or `change_signal` is ignored.

## What it does
Looks for `change_script` in templates whose `change_mode` is not `script`, and for `change_signal` in templates whose `change_mode` is not `signal`. The default of `change_mode` is `restart`.

## Why is this bad?
Nomad ignores them: the script never runs, the signal is never sent, and by default the task restarts instead.

## Example
```hcl task
template {
  destination   = "local/app.conf"
  change_signal = "SIGUSR1"
  data          = <<-EOF
    port = 80
  EOF
}
```

## Use instead
```hcl task
template {
  destination   = "local/app.conf"
  change_mode   = "signal"
  change_signal = "SIGUSR1"
  data          = <<-EOF
    port = 80
  EOF
}
```
"""

from __future__ import annotations

from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "TPL030"
NAME = "template-change-action-ignored"
SEVERITY = "warning"
BLOCKS = ("Template",)
IF_WRITTEN = ("change_script", "change_signal")


def check(visit: Visit) -> Iterator[Finding]:
    mode = visit.block.change_mode or "restart"
    for field, needed in (("change_script", "script"), ("change_signal", "signal")):
        if mode != needed and visit.has(field) and visit.block.get(field) != "":
            yield Finding(f"{field} is ignored because change_mode is {mode!r}", field, help=f'Set change_mode = "{needed}", or remove {field}.')
