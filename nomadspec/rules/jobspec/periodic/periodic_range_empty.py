"""A range in the schedule is empty, or ends earlier than it seems.

## What it does
Looks for reversed ranges, for weekday ranges that end on Sunday, and for weekdays with a leading zero.

## Why is this bad?
`22-6` matches nothing. `fri-sun` and `5-7` end on Saturday. A weekday such as `05` means Sunday.

## Example
```hcl job
type = "batch"
periodic {
  crons = ["0 22-6,12 * * *"]
}
```

## Use instead
```hcl job
type = "batch"
periodic {
  crons = ["0 22,23,0-6,12 * * *"]
}
```
"""

from __future__ import annotations

from nomadspec.jobspec.path import ModelPath
from nomadspec.rules import schedules
from nomadspec.rules.rule import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.rules.rule import Visit

CODE = "PER003"
NAME = "periodic-range-empty"
SEVERITY = "warning"
BLOCKS = ("PeriodicConfig",)
_FIELDS = ("second", "minute", "hour", "day of month", "month", "day of week", "year")


def check(visit: Visit) -> Iterator[Finding]:
    for at, text, _ in schedules.of(visit):
        fields = text.split()
        if text.startswith("@") or len(fields) < 5:
            continue
        names = _FIELDS if len(fields) >= 7 else _FIELDS[1:]
        for name, field in zip(names, fields, strict=False):
            for entry in field.split(","):
                yield from _judge(name, entry, at)


def _judge(name: str, entry: str, at: ModelPath) -> Iterator[Finding]:
    span, _, _ = entry.partition("/")
    first, dash, last = span.lower().partition("-")
    if name == "day of week" and any(len(part) == 2 and part[0] == "0" and part[1] in "1234567" for part in (first, last)):
        yield Finding(f"weekday {span} means Sunday", at, help="Remove the leading zero.")
    elif dash and name == "day of week" and (last in ("7", "sun", "sunday") or (last == "0" and first != "0")):
        if first not in ("0", "7", "sun", "sunday"):
            yield Finding(f"weekday range {span} ends on Saturday", at, help=f"Write {first}-6,0.")
    elif first.isascii() and last.isascii() and first.isdigit() and last.isdigit() and int(first) > int(last):
        yield Finding(f"range {span} of the {name} is reversed and matches nothing", at, help="Split it into two ranges, such as 22-23,0-6.")
