"""Durations in messages."""

from __future__ import annotations


def text(nanoseconds: int) -> str:
    """A duration as people write it: 90s, 5m, 1h30m."""
    seconds, rest = divmod(nanoseconds, 1_000_000_000)
    if rest or seconds == 0:
        return f"{nanoseconds / 1_000_000_000:g}s"
    if seconds < 120:
        return f"{seconds}s"
    hours, left = divmod(seconds, 3600)
    minutes, left = divmod(left, 60)
    return "".join(f"{value}{unit}" for value, unit in ((hours, "h"), (minutes, "m"), (left, "s")) if value)
