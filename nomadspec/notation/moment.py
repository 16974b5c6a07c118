"""Moments as Nomad's API writes them: RFC 3339 text, or nanoseconds since 1970."""

from __future__ import annotations

from datetime import UTC, datetime

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def nanoseconds(value: object) -> int:
    """RFC 3339 text, or a number of nanoseconds, as nanoseconds since 1970; 0 for nothing, for Go's zero time and for what is no time."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str) or not value or value.startswith("0001-"):
        return 0
    text, fraction = value, 0
    point = value.find(".", 18)
    if point > 0:
        end = point + 1
        while end < len(value) and value[end].isascii() and value[end].isdigit():
            end += 1
        fraction = int(value[point + 1 : end][:9].ljust(9, "0"))
        text = value[:point] + value[end:]
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return 0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    delta = moment - _EPOCH
    return (delta.days * 86400 + delta.seconds) * 1_000_000_000 + fraction


def rfc3339(time: int) -> str:
    """Nanoseconds since 1970 in UTC, to the second."""
    try:
        return datetime.fromtimestamp(time // 1_000_000_000, UTC).replace(tzinfo=None).isoformat() + "Z"
    except (OverflowError, ValueError, OSError):
        return "9999-12-31T23:59:59Z"
