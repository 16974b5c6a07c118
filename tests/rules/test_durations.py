"""Durations as people write them."""

from __future__ import annotations

import pytest

from nomadspec.rules.durations import text

SECOND = 1_000_000_000


@pytest.mark.parametrize(
    ("nanoseconds", "written"),
    [
        (0, "0s"),
        (SECOND // 2, "0.5s"),
        (SECOND, "1s"),
        (119 * SECOND, "119s"),
        (120 * SECOND, "2m"),
        (121 * SECOND, "2m1s"),
        (3600 * SECOND, "1h"),
        (5400 * SECOND, "1h30m"),
        (3661 * SECOND, "1h1m1s"),
        (3600 * SECOND + 1, "3600s"),
    ],
)
def test_a_duration(nanoseconds: int, written: str) -> None:
    assert text(nanoseconds) == written
