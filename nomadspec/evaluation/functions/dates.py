"""`formatdate` and `timeadd`: moments are RFC 3339 text in and out, read strictly and refused in Nomad's words.

A moment is whole seconds of its own clock since the start of 1970, the nanoseconds beyond, and the offset of the clock. The calendar is
computed, since the years 0 to 292,000,000,000 that Go knows are more than the library's.
"""

from __future__ import annotations

import re

from nomadspec.evaluation.functions.signature import Failed, Function, string
from nomadspec.evaluation.go_quoting import go_quote
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from nomadspec.evaluation.values import Value

_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
_WEEKDAYS = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"]  # day 0 was a Thursday
_TIMESTAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII)
_TOKEN = re.compile(r"''|'(?:[^']|'')*'?|([A-Za-z])\1*|[^'A-Za-z]+", re.ASCII)


class _Moment(Record):
    seconds: int  # of the local clock
    nanoseconds: int
    offset: int  # seconds east

    def date(self) -> tuple[int, int, int]:
        """Year, month, day in the Gregorian calendar, carried on in both directions."""
        days = self.seconds // 86400 + 719_468
        era, day_of_era = divmod(days, 146_097)
        year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
        day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
        month_from_march = (5 * day_of_year + 2) // 153
        month = month_from_march + 3 if month_from_march < 10 else month_from_march - 9
        return year_of_era + era * 400 + (month <= 2), month, day_of_year - (153 * month_from_march + 2) // 5 + 1

    def time(self) -> tuple[int, int, int]:
        """Hour, minute, second."""
        rest = self.seconds % 86400
        return rest // 3600, rest // 60 % 60, rest % 60

    def zone(self, colon: str) -> str:
        minutes = abs(self.offset) // 60
        return f"{'-' if self.offset < 0 else '+'}{minutes // 60:02d}{colon}{minutes % 60:02d}"


def _days(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01."""
    year -= month <= 2
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * (month - 3 if month > 2 else month + 9) + 2) // 5 + day - 1
    return era * 146_097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719_468


def month_length(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _parse(text: str, argument: int | None) -> _Moment:
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        raise Failed(f"not a valid RFC3339 timestamp: {_complaint(text)}", argument)
    year, month, day, hour, minute, second = (int(group) for group in match.groups()[:6])
    fraction, sign, zone_hour, zone_minute = match.groups()[6:]
    in_range = 1 <= month <= 12 and 1 <= day <= month_length(year, month) and hour < 24 and minute < 60 and second < 60
    offset = 0
    if sign:
        in_range = in_range and int(zone_hour) < 24 and int(zone_minute) < 60
        offset = (int(zone_hour) * 60 + int(zone_minute)) * (-60 if sign == "-" else 60)
    if not in_range:
        raise Failed(f"not a valid RFC3339 timestamp: {_complaint(text)}", argument)
    seconds = _days(year, month, day) * 86400 + hour * 3600 + minute * 60 + second
    return _Moment(seconds, int((fraction or "")[:9].ljust(9, "0")), offset)


class _Complaint(Exception):
    pass


def _complaint(text: str) -> str:
    """What is wrong with a timestamp, found by reading it again part by part with the lenient reader whose words Nomad prints."""
    try:
        return _find_fault(text)
    except _Complaint as found:
        return str(found)


def _find_fault(text: str) -> str:
    if len(text) < 4 or not _digit(text, 0) or not text[:4].isdigit():
        raise _unusable(text, "year")
    year, rest = int(text[:4]), text[4:]
    month, rest = _field(_separator(rest, "-"), "month", 1, 12)
    day, rest = _field(_separator(rest, "-"), "day of month", 0, 99)
    hour_text = _separator(rest, "T")
    single = not _digit(hour_text, 1)
    _, rest = _field(hour_text, "hour", 0, 23, fixed=False)
    _, rest = _field(_separator(rest, ":"), "minute", 0, 59)
    _, rest = _field(_separator(rest, ":"), "second", 0, 59)
    comma = False
    if rest[:1] in (".", ",") and _digit(rest, 1):
        comma = rest[0] == ","
        rest = rest[1:].lstrip("0123456789")
    if rest[:1] == "Z":
        rest = rest[1:]
    else:
        if len(rest) < 6 or rest[3] != ":" or not (rest[1:3] + rest[4:6]).isdigit() or rest[0] not in "+-":
            raise _unusable(rest, "UTC offset")
        zone, rest = rest[:6], rest[6:]
        if int(zone[1:3]) > 24 or int(zone[4:6]) > 60:
            raise _unusable(rest, "UTC offset")
    if rest:
        return f"cannot use {go_quote(rest)} as timestamp segment"
    if not 1 <= day <= month_length(year, month):
        return "day out of range"
    if single:
        return "hour must have exactly two digits"
    if comma:
        return 'cannot use "," as timestamp segment'
    return f"cannot use {go_quote(text[-6:])} as UTC offset"


def _digit(text: str, index: int) -> bool:
    return "0" <= text[index : index + 1] <= "9"


def _separator(rest: str, mark: str) -> str:
    if rest[:1] == mark:
        return rest[1:]
    if mark == "T":
        raise _Complaint("missing required time introducer 'T'")
    raise _Complaint(f'found {go_quote(rest)} where "{mark}" is expected' if rest else f'end of string where "{mark}" is expected')


def _field(rest: str, what: str, least: int, most: int, *, fixed: bool = True) -> tuple[int, str]:
    if not _digit(rest, 0) or (fixed and not _digit(rest, 1)):
        raise _unusable(rest, what)
    length = 2 if _digit(rest, 1) else 1
    value, left = int(rest[:length]), rest[length:]
    if not least <= value <= most:
        raise _unusable(left, what)
    return value, left


def _unusable(value: str, what: str) -> _Complaint:
    if not value:
        return _Complaint(f"end of string before {what}")
    if what == "hour" and ":" in value:
        return _Complaint("hour must be between 0 and 23 inclusive")
    if what in ("hour", "minute") and len(value.encode("utf-8", "replace")) != 2:
        return _Complaint(f"{what} must have exactly two digits")
    return _Complaint(f"cannot use {go_quote(value)} as {what}")


# --- timeadd


def _timeadd(timestamp: str, duration: str) -> Value:
    from nomadspec.notation import duration as durations

    moment = _parse(timestamp, None)
    try:
        total = moment.seconds * 10**9 + moment.nanoseconds + durations.parse(duration)
    except durations.DurationError as error:
        raise Failed(str(error)) from None
    result = _Moment(total // 10**9, total % 10**9, moment.offset)
    year, month, day = result.date()
    hour, minute, second = result.time()
    years = f"-{-year:04d}" if year < 0 else f"{year:04d}"
    return f"{years}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}{result.zone(':') if result.offset else 'Z'}"


# --- formatdate


def _plain(number: Callable[[_Moment], int]) -> dict[int, Callable[[_Moment], str]]:
    """One letter gives the bare number, two at least two digits."""
    return {1: lambda moment: str(number(moment)), 2: lambda moment: f"{number(moment):02d}"}


def _year(moment: _Moment) -> int:
    return moment.date()[0]


def _month_name(moment: _Moment) -> str:
    return _MONTHS[moment.date()[1] - 1]


def _weekday_name(moment: _Moment) -> str:
    return _WEEKDAYS[moment.seconds // 86400 % 7]


def _half(moment: _Moment) -> str:
    return "PM" if moment.time()[0] >= 12 else "AM"


#: Letter → (what each number of letters gives, what Nomad says of another number).
_VERBS: dict[str, tuple[dict[int, Callable[[_Moment], str]], str]] = {
    "Y": ({2: lambda moment: f"{_year(moment) % 100:02d}", 4: lambda moment: f"{_year(moment):04d}"}, 'year must either be "YY" or "YYYY"'),
    "M": (
        {**_plain(lambda moment: moment.date()[1]), 3: lambda moment: _month_name(moment)[:3], 4: _month_name},
        'month must be "M", "MM", "MMM", or "MMMM"',
    ),
    "D": (_plain(lambda moment: moment.date()[2]), 'day of month must either be "D" or "DD"'),
    "E": ({3: lambda moment: _weekday_name(moment)[:3], 4: _weekday_name}, 'day of week must either be "EEE" or "EEEE"'),
    "h": (_plain(lambda moment: moment.time()[0]), '24-hour must either be "h" or "hh"'),
    "H": (_plain(lambda moment: moment.time()[0] % 12 or 12), '12-hour must either be "H" or "HH"'),
    "A": ({2: _half}, 'must be "AA"'),
    "a": ({2: lambda moment: _half(moment).lower()}, 'must be "aa"'),
    "m": (_plain(lambda moment: moment.time()[1]), 'minute must either be "m" or "mm"'),
    "s": (_plain(lambda moment: moment.time()[2]), 'second must either be "s" or "ss"'),
    "Z": (
        {
            1: lambda moment: moment.zone(":") if moment.offset else "Z",
            3: lambda moment: moment.zone("") if moment.offset else "UTC",
            4: lambda moment: moment.zone(""),
            5: lambda moment: moment.zone(":"),
        },
        "timezone must be Z, ZZZZ, or ZZZZZ",
    ),
}


def _formatdate(template: str, timestamp: str) -> Value:
    moment = _parse(timestamp, 1)
    out: list[str] = []
    for match in _TOKEN.finditer(template):
        token, letter = match.group(), match.group(1)
        if token == "''":
            out.append("'")
        elif token[0] == "'":
            if len(token) == 1 or token[-1] != "'":
                raise Failed("unterminated literal '", 0)
            out.append(token[1:-1].replace("''", "'"))
        elif letter is None:
            out.append(token)
        else:
            if letter not in _VERBS:
                raise Failed(f"invalid date format verb {go_quote(token)}", 0)
            forms, rule = _VERBS[letter]
            if len(token) not in forms:
                raise Failed(f"invalid date format verb {go_quote(token)}: {rule}", 0)
            out.append(forms[len(token)](moment))
    return string("".join(out))


TABLE: dict[str, Function] = {
    "formatdate": Function("format:string time:string", "string", _formatdate),
    "timeadd": Function("timestamp:string duration:string", "string", _timeadd),
}
