"""`change_mode = "signal"` without `change_signal` sends SIGHUP.

## What it does
Looks for templates that signal without setting the signal.

## Why is this bad?
Many programs exit on SIGHUP instead of reloading their configuration.

## Example
```hcl task
template {
  destination = "local/app.conf"
  change_mode = "signal"
  data        = <<-EOF
    port = 80
  EOF
}
```

## Use instead
```hcl task
template {
  destination = "local/app.conf"
  change_mode   = "signal"
  change_signal = "SIGHUP"
  data        = <<-EOF
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

CODE = "TPL011"
NAME = "template-signal-default"
SEVERITY = "info"
BLOCKS = ("Template",)
IF_WRITTEN = ("change_mode",)


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.change_mode == "signal" and not visit.block.change_signal:
        yield Finding(
            "change_signal is unset, so the template sends SIGHUP",
            "change_mode",
            help='Set `change_signal = "SIGHUP"`, or the signal on which the program reloads.',
        )
