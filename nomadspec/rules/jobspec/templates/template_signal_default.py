"""`change_mode = "signal"` without `change_signal` sends SIGHUP.

## What it does
Looks for templates that signal without saying which signal.

## Why is this bad?
Many programs end on SIGHUP instead of reading their configuration again.

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


def check(visit: Visit) -> Iterator[Finding]:
    if visit.block.change_mode == "signal" and not visit.block.change_signal:
        yield Finding(
            "the template sends SIGHUP, the default", "change_mode", help='Write it out: `change_signal = "SIGHUP"`, or the signal that the program reloads on.'
        )
