"""Durations of agent configuration: Go's, or none."""

from __future__ import annotations

from nomadspec.notation import duration


def duration_fault(text: str) -> str:
    """Go's error for an invalid duration; "" for a valid one."""
    try:
        duration.parse(text)
    except duration.DurationError as error:
        return str(error)
    return ""


def parse_duration(text: str) -> int | None:
    """Nanoseconds, or None for an invalid duration."""
    try:
        return duration.parse(text)
    except duration.DurationError:
        return None
