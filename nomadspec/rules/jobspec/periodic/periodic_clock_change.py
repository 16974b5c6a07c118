"""A launch falls into the hour in which the clocks change.

## What it does
Looks up the clock changes of `time_zone` in the coming year, and finds launches in the hour that is skipped or repeated. Hourly schedules are not reported.

## Why is this bad?
A launch in the skipped hour does not happen on that day; a launch in the repeated hour happens twice.

## Example
```hcl job
type = "batch"
periodic {
  crons     = ["30 2 * * *"]
  time_zone = "Europe/Berlin"
}
```

## Use instead
```hcl job
type = "batch"
periodic {
  crons     = ["30 4 * * *"]
  time_zone = "Europe/Berlin"
}
```
"""

from __future__ import annotations

from nomadspec.rules import schedules
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "PER005"
NAME = "periodic-clock-change"
SEVERITY = "info"
BLOCKS = ("PeriodicConfig",)


def check(visit: Visit) -> Iterator[Finding]:
    zone = visit.block.time_zone
    if not zone or zone in ("UTC", "Local"):
        return
    for at, text, schedule in schedules.of(visit):
        if len(schedule.hours) > 12:
            continue
        for day, start, end, skipped in schedules.changes(zone):
            launch = schedule.after(start - 1)
            if launch is not None and launch < end:
                what, way = ("skipped", "forward") if skipped else ("launched twice", "back")
                yield Finding(
                    f'"{text}" is {what} on the day when the clocks of {zone} are put {way}',
                    at,
                    help=f'Next on {day}. Choose another hour, or set time_zone = "UTC".',
                )
                break
