"""Cron schedules of the `periodic` block: reading, refusing, and the launches they give.

A schedule is five to seven fields (seconds in front with seven, the year last with six or seven), each a comma list of entries. The
grammar, its words of refusal and its oddities are those of the cronexpr library, because a schedule that only looks right is what users
need to hear about: a reversed range is accepted and empty, a zero-padded day of the week is Sunday, `0 0 30 2 *` never comes.

`Schedule.after` walks from coarse to fine (year, month, day, hour, minute, second) and starts over whenever a finer field sends it past
the end of a coarser one. Days whose clock changes, and their neighbours, are walked in real time, hour by hour and minute by minute,
so a launch in a skipped hour is skipped and one in a repeated hour comes twice. The whole walk is bounded, the calendar by the year 2099
and the walk by `_STEPS`.

Moments are whole seconds since 1970-01-01T00:00:00Z.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta

from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import tzinfo
    from typing import Final

FIRST_YEAR, LAST_YEAR = 1970, 2099

_STEPS = 100_000
"""How often one search may start over. Every day to the last year is 50,000; only schedules that never launch come near."""

_MONTHS = "january february march april may june july august september october november december"
_WEEKDAYS = "sunday monday tuesday wednesday thursday friday saturday"

# Replaced as text wherever they stand, in this order.
_ALIASES = {
    "@yearly": "0 0 0 1 1 * *",
    "@annually": "0 0 0 1 1 * *",
    "@monthly": "0 0 0 1 * * *",
    "@weekly": "0 0 0 * * 0 *",
    "@daily": "0 0 0 * * * *",
    "@hourly": "0 0 * * * * *",
}


class CronError(ValueError):
    """A schedule that cannot be read or followed; the message is Nomad's, without the schedule's text in front."""


class NoTimeZones(CronError):
    """The machine has no time zone database: whether a name is right is not known."""


class _Field(Record):
    """One kind of field: its name in errors, its bounds, and the value of every spelling it takes."""

    name: str
    first: int
    last: int
    values: Mapping[str, int]

    def all(self) -> list[int]:
        """Every value, one list for all schedules: thousands of them must not have one each."""
        found = _ALL.get(self.name)
        if found is None:
            found = _ALL[self.name] = list(range(self.first, self.last + 1))
        return found


#: By the name of a field, every value of it.
_ALL: dict[str, list[int]] = {}
_FIRST_SECOND = [0]


def _numbers(first: int, last: int) -> dict[str, int]:
    """The numbers with and without one leading zero."""
    return {spelling: value for value in range(first, last + 1) for spelling in (str(value), f"{value:02d}")}


def _names(names: str, first: int) -> dict[str, int]:
    """English names, whole and by their first three letters."""
    return {spelling: value for value, name in enumerate(names.split(), first) for spelling in (name, name[:3])}


_INTERVALS = _numbers(0, 59) | _numbers(FIRST_YEAR, LAST_YEAR)
_SECOND = _Field("second", 0, 59, _numbers(0, 59))
_MINUTE = _Field("minute", 0, 59, _numbers(0, 59))
_HOUR = _Field("hour", 0, 23, _numbers(0, 23))
_DAY = _Field("day-of-month", 1, 31, _numbers(1, 31))
_MONTH = _Field("month", 1, 12, _numbers(1, 12) | _names(_MONTHS, 1))
# A padded weekday is in the grammar but not in the table of values behind it, so it comes out as 0, Sunday; 7 is Sunday by intent.
_WEEKDAY = _Field("day-of-week", 0, 6, {f"0{n}": 0 for n in range(8)} | {str(n): n % 7 for n in range(8)} | _names(_WEEKDAYS, 0))
_YEAR = _Field("year", FIRST_YEAR, LAST_YEAR, _numbers(FIRST_YEAR, LAST_YEAR))


class _Entry(Record):
    """One entry of a field's list. `kind`: "all", "one", "span", or "other" for what only the two day fields may understand."""

    kind: str
    text: str
    first: int = 0
    last: int = 0
    step: int = 1

    def values(self) -> range:
        return range(self.first, self.last + 1, self.step)


class Days:
    """The two day fields together: which days of a month they choose. A field that holds `*` or `?` is not restricted."""

    __slots__ = ("days", "last_day", "last_weekdays", "last_workday", "nth_weekdays", "restricted_day", "restricted_weekday", "weekdays", "workdays")

    def __init__(self) -> None:
        self.days: set[int] = set()
        self.workdays: set[int] = set()
        self.last_day = False
        self.last_workday = False
        self.restricted_day = True
        self.weekdays: set[int] = set()
        self.nth_weekdays: set[tuple[int, int]] = set()  # (which of the month from 0, weekday from Sunday 0)
        self.last_weekdays: set[int] = set()
        self.restricted_weekday = True

    def of_month(self, year: int, month: int) -> list[int]:
        """The chosen days in order. Either field chooses when both are restricted."""
        length = _month_length(year, month)
        if not self.restricted_day and not self.restricted_weekday:
            return list(range(1, length + 1))
        first = date(year, month, 1).isoweekday() % 7
        chosen: set[int] = set()
        if self.restricted_day:
            chosen.update(day for day in self.days if day <= length)
            chosen.update(_nearest_workday(day, first, length) for day in self.workdays if day <= length)
            if self.last_day:
                chosen.add(length)
            if self.last_workday:
                chosen.add(_nearest_workday(length, first, length))
        if self.restricted_weekday:
            for weekday in self.weekdays:
                chosen.update(range(1 + (weekday - first) % 7, length + 1, 7))
            for nth, weekday in self.nth_weekdays:
                day = 1 + 7 * nth + (weekday - first) % 7
                if day <= length:
                    chosen.add(day)
            for weekday in self.last_weekdays:
                chosen.add(length - (first + length - 1 - weekday) % 7)
        return sorted(chosen)


class Schedule(Record):
    """A schedule read by `parse`. The lists are in order and may be empty (a reversed range)."""

    text: str
    seconds: list[int]
    minutes: list[int]
    hours: list[int]
    days: Days
    months: list[int]
    years: list[int]

    def after(self, moment: int, zone: tzinfo | None = None) -> int | None:
        """The first launch later than `moment` by the clocks of `zone` (None: UTC), None when there is none any more.

        Raises CronError for the few schedules that Nomad accepts and then fails on, such as a reversed range of months.
        """
        if not self.months:
            raise CronError("no month")
        if not self.years or not self.hours or (not self.minutes and len(self.hours) == 24):
            return None
        if not self.seconds and len(self.hours) == 24 and len(self.minutes) == 60:
            return None
        try:
            return self._search(moment + 1, _Clock(zone))
        except IndexError:
            raise CronError("empty list") from None
        except OverflowError:
            return None

    def _search(self, moment: int, clock: _Clock) -> int | None:
        for _ in range(_STEPS):
            year, month, day, hour, minute, second = clock.read(moment)

            at = bisect_left(self.years, year)
            if at == len(self.years):
                return None
            if self.years[at] != year:
                moment = clock.moment(self.years[at], self.months[0], 1)
                year, month, day, hour, minute, second = clock.read(moment)

            at = bisect_left(self.months, month)
            if at == len(self.months):
                moment = clock.moment(year + 1, self.months[0], 1)
                continue
            if self.months[at] != month:
                moment = clock.moment(year, self.months[at], 1)
                year, month, day, hour, minute, second = clock.read(moment)

            days = self.days.of_month(year, month)
            at = bisect_left(days, day)
            if at == len(days):
                moment = clock.moment(year, month + 1, 1)
                continue
            if days[at] != day:
                moment = clock.midnight(year, month, days[at])
                year, month, day, hour, minute, second = clock.read(moment)

            if clock.changes_near(year, month, day, hour, minute, second):
                launch, moment = self._search_changing_day(moment, clock)
                if launch:
                    return moment
                continue

            at = bisect_left(self.hours, hour)
            if at == len(self.hours):
                moment = clock.moment(year, month, day + 1)
                continue
            if self.hours[at] != hour:
                hour, minute, second = self.hours[at], self.minutes[0], self.seconds[0]

            at = bisect_left(self.minutes, minute)
            if at == len(self.minutes):
                moment = clock.moment(year, month, day, hour + 1)
                continue
            if self.minutes[at] != minute:
                minute, second = self.minutes[at], self.seconds[0]

            at = bisect_left(self.seconds, second)
            if at == len(self.seconds):
                moment = clock.moment(year, month, day, hour, minute + 1)
                continue
            return clock.moment(year, month, day, hour, minute, self.seconds[at])
        return None

    def _search_changing_day(self, moment: int, clock: _Clock) -> tuple[bool, int]:
        """Walk a day near a change of the clock in real time: (True, launch), or (False, moment to start over from)."""
        hours, minutes = set(self.hours), set(self.minutes)
        year, month, day, hour, minute, second = clock.read(moment)
        while hour not in hours:
            before = hour
            moment += 3600
            hour = clock.read(moment)[3]
            if hour == before:
                moment += 3600
            moment -= moment % 60
            moment -= 60 * clock.read(moment)[4]
            year, month, day, hour, minute, second = clock.read(moment)
            if hour == 0:
                return False, clock.moment(year, month, day)
        while minute not in minutes:
            before = hour
            moment += 60 - moment % 60
            _, _, _, hour, minute, second = clock.read(moment)
            if hour != before:
                return False, moment
        moment -= moment % 60
        at = bisect_left(self.seconds, second)
        if at == len(self.seconds):
            return False, moment + 60
        return True, moment + self.seconds[at]


def parse(text: str) -> Schedule:
    """Read a schedule; raises CronError with the reason, such as `syntax error in minute field: 'x'`."""
    fields = _replace_aliases(text).translate(_ONLY_ASCII_SPACE).split()
    if len(fields) < 5:
        raise CronError("missing field(s)")
    fields = [field.translate(_OTHER_SPACE_BACK) for field in fields[:7]]
    seconds = _values(fields.pop(0), _SECOND) if len(fields) == 7 else _FIRST_SECOND
    minutes = _values(fields[0], _MINUTE)
    hours = _values(fields[1], _HOUR)
    days = Days()
    _read_days(fields[2], days)
    months = _values(fields[3], _MONTH)
    _read_weekdays(fields[4], days)
    years = _values(fields[5], _YEAR) if len(fields) == 6 else _YEAR.all()
    return Schedule(text, seconds, minutes, hours, days, months, years)


def earliest(schedules: Sequence[Schedule], moment: int, zone: tzinfo | None = None) -> int | None:
    """The next launch of several schedules together, as Nomad folds them.

    "Never" counts as earlier than any launch found before it, so one schedule that has run out, placed after one that has not, makes
    the answer "never"; placed first it does no harm.
    """
    found: int | None = None
    for schedule in schedules:
        launch = schedule.after(moment, zone)
        if found is None or launch is None or launch < found:
            found = launch
    return found


# Only these six separate fields; Python's own split would take every kind of space. Others are parked on private characters meanwhile.
_SPACES = "\x0b\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_ONLY_ASCII_SPACE = {ord(space): chr(0xF0000 + index) for index, space in enumerate(_SPACES)}
_OTHER_SPACE_BACK = {0xF0000 + index: space for index, space in enumerate(_SPACES)}


def _replace_aliases(text: str) -> str:
    if "@" in text:
        for alias, meaning in _ALIASES.items():
            text = text.replace(alias, meaning)
    return text


def _entries(text: str, field: _Field) -> list[_Entry]:
    entries = [_entry(entry, field) for entry in text.split(",") if entry]
    if not entries:
        raise CronError(f"{field.name} field: missing directive")
    return entries


def _entry(text: str, field: _Field) -> _Entry:
    normal = text.lower()
    if normal in ("*", "?"):
        return _Entry("all", text, field.first, field.last)
    body, slash, interval = normal.partition("/")
    first_text, dash, last_text = body.partition("-")
    values = field.values
    if body == "*" and slash:
        kind, first, last = "span", field.first, field.last
    elif dash and first_text in values and last_text in values:
        kind, first, last = "span", values[first_text], values[last_text]
    elif not dash and body in values:
        kind, first, last = ("span", values[body], field.last) if slash else ("one", values[body], values[body])
    else:
        return _Entry("other", text)
    if not slash:
        return _Entry(kind, text, first, last)
    if not (interval.isascii() and interval.isdigit()):
        return _Entry("other", text)
    step = _INTERVALS.get(interval, 0)
    if not 1 <= step <= field.last:
        raise CronError(f"invalid interval {normal}")
    return _Entry(kind, text, first, last, step)


def _values(text: str, field: _Field) -> list[int]:
    chosen: set[int] = set()
    for entry in _entries(text, field):
        if entry.kind == "other":
            raise CronError(f"syntax error in {field.name} field: '{entry.text}'")
        if entry.kind == "all":
            return field.all()
        chosen.update(entry.values())
    return sorted(chosen)


def _read_days(text: str, days: Days) -> None:
    for entry in _entries(text, _DAY):
        normal = entry.text.lower()
        if entry.kind != "other":
            days.days.update(entry.values())
            if entry.kind == "all":
                days.restricted_day = False
        elif normal == "l":
            days.last_day = True
        elif normal == "lw":
            days.last_workday = True
        elif normal[-1:] == "w" and normal[:-1] in _DAY.values:
            days.workdays.add(_DAY.values[normal[:-1]])
        else:
            raise CronError(f"syntax error in day-of-month field: '{entry.text}'")


def _read_weekdays(text: str, days: Days) -> None:
    for entry in _entries(text, _WEEKDAY):
        normal = entry.text.lower()
        weekday, _, nth = normal.partition("#")
        if entry.kind == "one" or entry.kind == "all":
            days.weekdays.update(entry.values())
            if entry.kind == "all":
                days.restricted_weekday = False
        elif entry.kind == "span":
            # A span that ends on a Sunday means the end of the week, whatever the user meant.
            days.weekdays.update(range(entry.first, (entry.last or 6) + 1, entry.step))
        elif normal[-1:] == "l" and normal[:-1] in _WEEKDAY.values:
            days.last_weekdays.add(_WEEKDAY.values[normal[:-1]])
        elif weekday in _WEEKDAY.values and nth in ("1", "2", "3", "4", "5"):
            days.nth_weekdays.add((int(nth) - 1, _WEEKDAY.values[weekday]))
        else:
            raise CronError(f"syntax error in day-of-week field: '{entry.text}'")


def _month_length(year: int, month: int) -> int:
    return (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day


def _nearest_workday(day: int, first: int, length: int) -> int:
    """The working day nearest to `day` within its month; `first` is the weekday of the first of the month (Sunday 0)."""
    weekday = (first + day - 1) % 7
    if weekday == 6:
        return day - 1 if day > 1 else day + 2
    if weekday == 0:
        return day + 1 if day < length else day - 2
    return day


_EPOCH = datetime(1970, 1, 1)
_EPOCH_DAY = date(1970, 1, 1).toordinal()


class _Clock:
    """The clocks of one zone: from moments to what they show, and back."""

    __slots__ = ("zone",)

    def __init__(self, zone: tzinfo | None) -> None:
        self.zone: Final = None if zone is UTC else zone

    def offset(self, moment: int) -> int:
        if self.zone is None:
            return 0
        offset = datetime.fromtimestamp(moment, self.zone).utcoffset()
        return round(offset.total_seconds()) if offset else 0

    def read(self, moment: int) -> tuple[int, int, int, int, int, int]:
        """Year, month, day, hour, minute, second."""
        shown = _EPOCH + timedelta(seconds=moment + self.offset(moment))
        return shown.year, shown.month, shown.day, shown.hour, shown.minute, shown.second

    def moment(self, year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> int:
        """The moment at which the clocks show this; values past their end carry over. A time that does not exist or exists twice is read
        with the offset in force where the first guess lands, as Go does."""
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
        days = date(year, month, 1).toordinal() - _EPOCH_DAY + day - 1
        shown = days * 86400 + hour * 3600 + minute * 60 + second
        return shown - self.offset(shown - self.offset(shown))

    def midnight(self, year: int, month: int, day: int) -> int:
        """The start of a day, or as near as the clocks come where they skip or repeat midnight."""
        moment = self.moment(year, month, day)
        hour = self.read(moment)[3]
        if hour > 12:
            return moment + 3600 * (24 - hour)
        return moment - 3600 * hour

    def changes_near(self, year: int, month: int, day: int, hour: int, minute: int, second: int) -> bool:
        """Whether the offset differs between this time yesterday and this time tomorrow."""
        if self.zone is None:
            return False
        return self.offset(self.moment(year, month, day - 1, hour, minute, second)) != self.offset(self.moment(year, month, day + 1, hour, minute, second))


def launches(schedules: Iterable[Schedule], moment: int, zone: tzinfo | None, count: int) -> list[int]:
    """Up to `count` launches after `moment`, each counted from the one before; fewer when there are no more."""
    schedules = list(schedules)
    found: list[int] = []
    while len(found) < count:
        launch = earliest(schedules, moment, zone)
        if launch is None:
            break
        found.append(launch)
        moment = launch
    return found


def time_zone(name: str) -> tzinfo | None:
    """The zone a schedule's `time_zone` names; None for UTC, which is also what an empty name means.

    Raises CronError with Nomad's words, and NoTimeZones where nothing tells which names there are. "Local" is the zone of this machine. Names are files:
    their case counts.
    """
    if name in ("", "UTC"):
        return None
    if name == "Local":
        return datetime.now().astimezone().tzinfo
    if ".." in name or name[0] in "/\\":
        raise CronError("time: invalid location name")
    if "\0" in name:
        raise CronError("invalid argument")
    if "\\" in name:
        raise CronError(f"unknown time zone {name}")
    import zoneinfo

    try:
        zone = zoneinfo.ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        if not _has_time_zones():
            raise NoTimeZones("this machine has no time zone database") from None
        raise CronError(f"unknown time zone {name}") from None
    if sys.platform in ("darwin", "win32") and name not in zoneinfo.available_timezones():  # there, a file is found by its name in any case
        raise CronError(f"unknown time zone {name}")
    return zone


def _has_time_zones() -> bool:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo("UTC")
    except (OSError, ValueError, KeyError):
        return False
    return True
