"""A task's `restart` block that Nomad would reject in a group.

## What it does
Applies Nomad's rules for restart policies to the `restart` blocks of tasks, which Nomad does not validate.

## Why is this bad?
What is invalid in a group does not work in a task either: an unknown mode, an interval below five seconds, or more attempts than fit into the interval.

## Example
```hcl task
restart {
  mode = "never"
}
```

## Use instead
```hcl task
restart {
  attempts = 0
  mode     = "fail"
}
```
"""

from __future__ import annotations

from nomadspec.rules.durations import text
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "UPD008"
NAME = "task-restart-unchecked"
SEVERITY = "warning"
BLOCKS = ("RestartPolicy",)
_SECOND = 1_000_000_000
_SERVICE = {"attempts": 2, "delay": 15 * _SECOND, "interval": 1800 * _SECOND}
_BATCH = {"attempts": 3, "delay": 15 * _SECOND, "interval": 86400 * _SECOND}


def check(visit: Visit) -> Iterator[Finding]:
    if visit.parent is None or visit.parent.block.TYPE != "Task" or (group := visit.group) is None:
        return
    policy = visit.block
    default = _BATCH if visit.job.type in ("batch", "sysbatch") else _SERVICE

    def value(name: str) -> int:
        for block in (policy, group.restart):
            if block is not None and getattr(block, name) is not None:
                return int(getattr(block, name))
        return default[name]

    mode = policy.mode or (group.restart.mode if group.restart is not None else None) or "fail"
    attempts, interval, delay = value("attempts"), value("interval"), value("delay")
    if mode not in ("fail", "delay"):
        yield Finding(f'unknown restart mode "{mode}"', "mode", help='Use "fail" or "delay".', severity="error")
    elif attempts == 0 and mode != "fail" and policy.attempts is not None:
        yield Finding('attempts = 0 disables restarts only with mode = "fail"', "attempts", help='Set mode = "fail".')
    elif interval < 5 * _SECOND:
        yield Finding("restart interval must be at least five seconds", "interval")
    elif attempts * delay > interval:
        yield Finding(f"{attempts} attempts with a delay of {text(delay)} do not fit into an interval of {text(interval)}", None)
