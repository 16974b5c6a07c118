"""Durations of agent configuration: Go's, or none."""

from __future__ import annotations

from nomadspec.notation import duration


def duration_fault(text: str) -> str:
    """What Go says of a text that is no duration; "" for one."""
    try:
        duration.parse(text)
    except duration.DurationError as error:
        return str(error)
    return ""


def parse_duration(text: str) -> int | None:
    """Nanoseconds, or None for a text that is no duration."""
    try:
        return duration.parse(text)
    except duration.DurationError:
        return None
