"""Rules about schedules: what is found, and what is near and must not be."""

from __future__ import annotations

import pytest

from tests.rules.jobs import codes, job


@pytest.mark.parametrize(
    ("spec", "found"),
    [
        ("0 6 * * *", []),
        ("0 0 30 2 *", ["PER001"]),
        ("0 0 29 2 *", []),
        ("5-1 * * * *", ["PER001", "PER003"]),
        ("0 0 1 1 * 1990", ["PER001"]),
        ("0 */15 * * * *", ["PER002"]),
        ("* * */4 * * * *", ["PER002"]),
        ("0 0 */4 * * * *", []),
        ("0 0 1 1 * 2090", []),
        ("0 22-6,12 * * *", ["PER003"]),
        ("0 0 * * fri-sun", ["PER003"]),
        ("0 0 * * 0-6", []),
        ("0 0 * * 05", ["PER003"]),
        ("0 0 * * mon-fri", []),
        ("@daily", []),
        ("no schedule", []),
    ],
)
def test_schedules(spec: str, found: list[str]) -> None:
    text = job(f'type = "batch"\nperiodic {{\n  crons = ["{spec}"]\n}}')
    assert sorted(codes(text, "PER")) == found


@pytest.mark.parametrize(
    ("spec", "zone", "found"),
    [
        ("30 2 * * *", "Europe/Berlin", ["PER005"]),
        ("30 4 * * *", "Europe/Berlin", []),
        ("30 2 * * *", "UTC", []),
        ("30 2 * * *", "Asia/Tokyo", []),
        ("30 * * * *", "Europe/Berlin", []),
    ],
)
def test_changes_of_clocks(spec: str, zone: str, found: list[str]) -> None:
    text = job(f'type = "batch"\nperiodic {{\n  crons = ["{spec}"]\n  time_zone = "{zone}"\n}}')
    assert codes(text, "PER005") == found
