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
    known, configured = _most_of_clients(visit), int(visit.option("max_seconds"))
    most = known or configured * 1_000_000_000
    default = "" if known or configured != OPTIONS["max_seconds"] else "default "
    if (visit.block.kill_timeout or 0) > most:
        yield Finding(
            f"kill_timeout exceeds the {default}max_kill_timeout of clients, {text(most)}",
            "kill_timeout",
            help="Shorten it, or raise max_kill_timeout on the clients and set this rule's option max_seconds.",
        )


def _most_of_clients(visit: Visit) -> int:
    """The longest `max_kill_timeout` of the clients that may run the task; 0 where it is not known."""
    from nomadspec.notation.duration import DurationError, parse
    from nomadspec.rules.client_settings import all_known, clients

    found = clients(visit)
    try:
        return max(parse(client.setting("max_kill_timeout") or "30s") for client in found) if all_known(found) else 0
    except DurationError:
        return 0
