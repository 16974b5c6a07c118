"""`kill_timeout` is longer than clients allow by default.

## What it does
Compares `kill_timeout` with 30 seconds (option `max_seconds`).

## Why is this bad?
Clients cut it at their `max_kill_timeout`, 30 seconds unless configured otherwise: the task is killed earlier than it says.

## Example
```hcl task
kill_timeout = "5m"
```

## Use instead
```hcl task
kill_timeout = "30s"
```

## Options
`max_seconds`: the `max_kill_timeout` of your clients.
"""

from __future__ import annotations

from nomadspec.rules.durations import text
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "UPD006"
NAME = "kill-timeout-long"
SEVERITY = "info"
BLOCKS = ("Task", "SidecarTask")
IF_WRITTEN = ("kill_timeout",)
OPTIONS = {"max_seconds": 30}


def check(visit: Visit) -> Iterator[Finding]:
    most = int(visit.option("max_seconds")) * 1_000_000_000
    if (visit.block.kill_timeout or 0) > most:
        yield Finding(
            f"clients cut this to their max_kill_timeout, {text(most)} by default",
            "kill_timeout",
            help="Raise max_kill_timeout on the clients, and say so in this rule's option max_seconds.",
        )
