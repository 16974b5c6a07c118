"""`kill_timeout` is longer than clients allow by default.

## What it does
Compares `kill_timeout` with 30 seconds (option `max_seconds`).

## Why is this bad?
Clients limit it to their `max_kill_timeout`, 30 seconds by default, so the task is killed earlier than configured.

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
            f"kill_timeout exceeds the clients' max_kill_timeout of {text(most)}",
            "kill_timeout",
            help="Shorten it, or raise max_kill_timeout on the clients and set this rule's option max_seconds.",
        )
