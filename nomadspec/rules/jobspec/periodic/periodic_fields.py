"""The schedule does not mean what its number of fields suggests.

## What it does
Looks for six fields whose last is `*`, for seven fields that launch every second, and for fields beyond the seventh.

## Why is this bad?
With six fields the sixth is the year, not the weekday, and there is no field for seconds. With seven fields the first is the second: `* * */4 * * * *` launches every second. Further fields are ignored.

## Example
```hcl job
type = "batch"
periodic {
  crons = ["0 */15 * * * *"]
}
```

## Use instead
```hcl job
type = "batch"
periodic {
  crons = ["*/15 * * * *"]
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

CODE = "PER002"
NAME = "periodic-fields"
SEVERITY = "warning"
BLOCKS = ("PeriodicConfig",)


def check(visit: Visit) -> Iterator[Finding]:
    for at, text, schedule in schedules.of(visit):
        fields = text.split()
        if text.startswith("@"):
            continue
        if len(fields) == 6 and fields[5] in ("*", "?"):
            yield Finding(
                f'the sixth field is the year: "{text}" is "{" ".join(fields[:5])}"',
                at,
                help="Write five fields, or all seven: second, minute, hour, day of month, month, day of week, year.",
            )
        elif len(fields) == 7 and len(schedule.seconds) > 1:
            yield Finding(
                f"launches {len(schedule.seconds)} times in each matching minute: with seven fields, the first is the second",
                at,
                help="Set the first field to 0, or remove it and the year.",
            )
        elif len(fields) > 7:
            yield Finding("fields beyond the seventh are ignored", at)
