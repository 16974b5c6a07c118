"""Values in words: durations, sizes in megabytes, schedules with their next launches."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Final

    from nomadspec.lsp.outline import Entry
    from nomadspec.schema.field import Field

_UNITS: Final = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
#: Launches that are shown.
LAUNCHES: Final = 5


def reading(field: Field, text: str, entry: Entry) -> str:
    """The meaning of a value as a sentence; "" if it needs no explanation or is not valid."""
    if field.type == "duration":
        return duration(text)
    if field.name in ("cron", "crons") and entry.parent is not None:
        return launches([text], entry.parent.text_of("time_zone") or "")
    return ""


def duration(text: str) -> str:
    """`"1h30m"` → "1 hour 30 minutes"."""
    from nomadspec.notation.duration import SECOND, DurationError, parse

    try:
        nanoseconds = parse(text)
    except DurationError:
        return ""
    seconds, rest = divmod(abs(nanoseconds), SECOND)
    if rest or not seconds:
        return ""
    words = []
    for name, length in _UNITS:
        amount, seconds = divmod(seconds, length)
        if amount:
            words.append(f"{amount} {name}{'s' if amount > 1 else ''}")
    return f"`{text}`: {'minus ' if nanoseconds < 0 else ''}{' '.join(words)}."


def launches(schedules: list[str], zone_name: str) -> str:
    """The next launches of schedules, in their time zone."""
    from datetime import UTC, datetime

    from nomadspec.notation import cron

    try:
        zone = cron.time_zone(zone_name)
        moments = cron.launches([cron.parse(text) for text in schedules], int(datetime.now(UTC).timestamp()), zone, LAUNCHES)
    except cron.CronError:
        return ""
    if not moments:
        return "There is no next launch."
    lines = [f"- {datetime.fromtimestamp(moment, zone or UTC):%a %Y-%m-%d %H:%M:%S %Z}" for moment in moments]
    return "Next launches:\n\n" + "\n".join(lines)
