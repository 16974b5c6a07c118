"""An allocation cannot become healthy before its deadline.

## What it does
Adds the longest check interval (times the number of successes it needs) and `min_healthy_time`, and compares the sum with `healthy_deadline` (5m by default, also without an `update` block).

## Why is this bad?
If the checks have not passed for long enough by the deadline, the allocation is unhealthy and the deployment fails.

## Example
```hcl group
network {
  port "http" {}
}
update {
  min_healthy_time = "50s"
  healthy_deadline = "1m"
}
service {
  name     = "web"
  port     = "http"
  provider = "nomad"
  check {
    type     = "http"
    path     = "/"
    interval = "30s"
    timeout  = "2s"
  }
}
```

## Use instead
```hcl group
network {
  port "http" {}
}
update {
  min_healthy_time = "10s"
  healthy_deadline = "5m"
}
service {
  name     = "web"
  port     = "http"
  provider = "nomad"
  check {
    type     = "http"
    path     = "/"
    interval = "30s"
    timeout  = "2s"
  }
}
```
"""

from __future__ import annotations

from nomadspec.rules.durations import text
from nomadspec.rules.rule import Finding
from nomadspec.rules.updates import place, setting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from nomadspec.jobspec.path import ModelPath
    from nomadspec.rules.rule import Visit

CODE = "UPD005"
NAME = "healthy-deadline-short"
SEVERITY = "warning"
BLOCKS = ("TaskGroup",)
IF_WRITTEN = ("service.check", "task.service.check")
_SECOND = 1_000_000_000
#: What counts where nothing is written, be there an `update` block or not.
_DEADLINE, _STEADY, _PROGRESS = 300 * _SECOND, 10 * _SECOND, 600 * _SECOND


def check(visit: Visit) -> Iterator[Finding]:
    group, job = visit.block, visit.job
    longest, interval = max(_waits(visit), key=lambda wait: wait[0], default=(0, ()))
    written, steady = setting(job, group, "healthy_deadline"), setting(job, group, "min_healthy_time")
    deadline, steady = _DEADLINE if written is None else written, _STEADY if steady is None else steady
    if not longest or not longest + steady > deadline > steady:
        return
    if (
        job.type in ("batch", "sysbatch", "system")
        or setting(job, group, "max_parallel") == 0
        or setting(job, group, "health_check") not in (None, "", "checks")
    ):
        return
    progress = setting(job, group, "progress_deadline")
    progress = _PROGRESS if progress is None else progress
    more = ", and progress_deadline to more than that" if 0 < progress <= longest + steady else ""
    yield Finding(
        f"healthy_deadline is {text(deadline)}, but a check takes {text(longest)} to pass and must then pass for {text(steady)}",
        _interval(visit, *interval) if written is None else place(visit, "healthy_deadline"),
        help=f"Set healthy_deadline to more than {text(longest + steady)}{more}.",
    )


def _waits(visit: Visit) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """How long each check may take until it has passed, and which one it is: the group or task, numbers of service and check."""
    for owner in (visit.block, *(visit.block.task or ())):
        for number, service in enumerate(owner.service or ()):
            for index, check in enumerate(service.check or ()):
                # Neither of these keeps an allocation from being healthy.
                if (check.on_update or service.on_update) != "ignore" and check.initial_status != "passing":
                    yield (check.interval or 0) * max(1, check.success_before_passing or 1), (owner, number, index)


def _interval(visit: Visit, owner: Any, number: int, index: int) -> ModelPath:
    path = visit.path if owner is visit.block else visit.path.item("task", owner.name)
    return path.item("service", number).item("check", index) / "interval"
