"""Unknown signal.

## What it does
Compares `kill_signal` and `change_signal` with the signals that clients support.

## Why is this bad?
A signal becomes an implied constraint on `${attr.os.signals}`. A job with a signal that no client supports is never placed.

## Example
```hcl task
kill_signal = "SIGTREM"
```

## Use instead
```hcl task
kill_signal = "SIGTERM"
```

## Fix safety
Offered if one name is near. Safe where it is the only one.
"""

from __future__ import annotations

from nomadspec.rules.fixes import use_near
from nomadspec.rules.rule import Finding
from nomadspec.source.closest import closest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "CON015"
NAME = "signal-unknown"
SEVERITY = "error"
FIXABLE = "sometimes"
BLOCKS = ("Task", "Template", "Vault", "WorkloadIdentity")
IF_WRITTEN = ("kill_signal", "change_signal")


def check(visit: Visit) -> Iterator[Finding]:
    block = visit.block
    name = "kill_signal" if block.TYPE == "Task" else "change_signal"
    signal = getattr(block, name)
    if not signal or (name == "change_signal" and block.change_mode != "signal") or "${" in signal:
        return
    from nomadspec.schema.attributes import SIGNALS

    # Nomad writes change_signal in capitals, kill_signal as it is.
    if (signal.upper() if name == "change_signal" else signal) not in SIGNALS:
        upper = signal.upper()
        near = closest(upper if upper.startswith("SIG") else f"SIG{upper}", sorted(SIGNALS))
        help = f"Did you mean {near}?" if near else "Use a signal such as SIGTERM, SIGINT, SIGHUP or SIGUSR1."
        yield Finding(f"unknown signal {signal!r}", name, help=help, fix=use_near(block, name, near, SIGNALS))
