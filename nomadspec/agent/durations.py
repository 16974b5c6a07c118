"""Durations of agent configuration: Go's, or none."""

from __future__ import annotations

from nomadspec.notation import duration


def parse_duration(text: str) -> int | None:
    """Nanoseconds, or None for a text that is no duration."""
    try:
        return duration.parse(text)
    except duration.DurationError:
        return None
