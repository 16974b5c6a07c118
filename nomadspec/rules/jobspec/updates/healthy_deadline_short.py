"""An allocation cannot become healthy before its deadline.

## What it does
Adds the longest check interval (times the successes it needs) and `min_healthy_time`, and compares with `healthy_deadline`.

## Why is this bad?
When the checks have not passed long enough by the deadline, the allocation counts as unhealthy and the deployment fails.

## Example
```hcl
job "web" {
  group "web" {
    update {
      min_healthy_time = "50s"
      healthy_deadline = "1m"
    }
    service {
      name     = "web"
      port     = "8080"
      provider = "nomad"
      check {
        type     = "http"
        path     = "/"
        interval = "30s"
        timeout  = "2s"
      }
    }
    task "server" {
      driver = "docker"
      config {
        image = "nginx:1.27"
      }
    }
  }
}
```

## Use instead
```hcl
job "web" {
  group "web" {
    update {
      min_healthy_time = "10s"
      healthy_deadline = "5m"
    }
    service {
      name     = "web"
      port     = "8080"
      provider = "nomad"
      check {
        type     = "http"
        path     = "/"
        interval = "30s"
        timeout  = "2s"
      }
    }
    task "server" {
      driver = "docker"
      config {
        image = "nginx:1.27"
      }
    }
  }
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

CODE = "UPD005"
NAME = "healthy-deadline-short"
SEVERITY = "warning"
ON = ("TaskGroup",)
WHEN = ("update", "job.update")
_SECOND = 1_000_000_000


def check(visit: Visit) -> Iterator[Finding]:
    group, job = visit.block, visit.job
    own = [update for update in (group.update, job.update) if update is not None]
    if not own or job.type in ("batch", "sysbatch", "system"):
        return

    def value(name: str, default: int) -> int:
        return next((found for update in own if (found := getattr(update, name)) is not None), default)

    if next((update.health_check for update in own if update.health_check), "checks") != "checks":
        return
    checks = [check for owner in (group, *(group.task or ())) for service in owner.service or () for check in service.check or ()]
    longest = max(((check.interval or 0) * max(1, check.success_before_passing or 1) for check in checks), default=0)
    steady, deadline = value("min_healthy_time", 10 * _SECOND), value("healthy_deadline", 300 * _SECOND)
    if longest and longest + steady > deadline > steady:
        yield Finding(
            f"healthy_deadline is {text(deadline)}, but a check runs every {text(longest)} and must then pass for {text(steady)}",
            visit.path / "update" / "healthy_deadline" if group.update is not None else None,
            help=f"Allow more than {text(longest + steady)}.",
        )
