"""Schedules of a periodic job, read once for the rules about them: when they come, and when the clocks of their zone change.

Moments are seconds since 1970-01-01T00:00:00Z.
"""

from __future__ import annotations

from nomadspec.notation import cron

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nomadspec.jobspec.path import ModelPath
    from nomadspec.notation.cron import Schedule
    from nomadspec.rules.rule import Visit

_DAY = 86_400
#: Clocks do not change twice within a week.
_STEP = 7 * _DAY


def of(visit: Visit) -> list[tuple[ModelPath, str, Schedule]]:
    """(place, text, schedule) of every schedule of a `periodic` block that can be read."""
    memo = visit.subject.memo
    if "schedules" not in memo:
        block = visit.block
        written = [(visit.path / "cron", block.cron)] if block.cron else [(visit.path.item("crons", i), text) for i, text in enumerate(block.crons or ())]
        found = []
        for at, text in written:
            try:
                found.append((at, text, cron.parse(text)))
            except cron.CronError:
                continue  # Nomad says so itself
        memo["schedules"] = found
    rows: list[tuple[ModelPath, str, Schedule]] = memo["schedules"]
    return rows


def comes(schedule: Schedule, visit: Visit) -> bool:
    """Whether there is a launch from now on."""
    from time import time

    try:
        zone = cron.time_zone(visit.block.time_zone or "")
    except cron.CronError:
        zone = None  # Nomad says so itself; the schedule is judged as one in UTC.
    try:
        return schedule.after(int(time()), zone) is not None
    except cron.CronError:
        return False


def why_never(schedule: Schedule) -> str:
    """What part of the schedule keeps it from coming."""
    for name in ("seconds", "minutes", "hours", "months", "years"):
        if not getattr(schedule, name):
            return f"No value matches its {name}: a range is reversed."
    from datetime import datetime

    if schedule.years[-1] < datetime.now().year:
        return f"The last year that matches is {schedule.years[-1]}."
    return "These months have no such day."


def changes(zone: str) -> list[tuple[str, int, int, bool]]:
    """(day, start, end, skipped) of every change of the zone's clocks in the coming year; start and end are read off the clock as if it were UTC."""
    from datetime import UTC, datetime, timedelta
    from time import time

    try:
        info = cron.time_zone(zone)
    except cron.CronError:
        return []
    if info is None:
        return []

    def offset(moment: int) -> int:
        shift = datetime.fromtimestamp(moment, info).utcoffset()
        return int((shift or timedelta()).total_seconds())

    found = []
    now = int(time()) // _DAY * _DAY
    after = offset(now)
    for start in range(now, now + 366 * _DAY, _STEP):
        before, after = after, offset(start + _STEP)
        if before == after:
            continue
        low, high = start, start + _STEP
        while high - low > 60:
            middle = (low + high) // 120 * 60
            low, high = (middle, high) if offset(middle) == before else (low, middle)
        day = datetime.fromtimestamp(high + before, UTC).date().isoformat()
        found.append((day, high + min(before, after), high + max(before, after), after > before))
    return found
