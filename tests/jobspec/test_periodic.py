"""When a periodic job is launched."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

import nomadspec


def job(**periodic: Any) -> dict[str, Any]:
    return {"Job": {"ID": "j", "Type": "batch", "Periodic": {"Enabled": True, "SpecType": "cron", **periodic}, "TaskGroups": []}}


@pytest.mark.parametrize(
    ("periodic", "expected"),
    [
        ({"Spec": "30 4 * * *"}, ["2025-01-16T04:30:00+00:00", "2025-01-17T04:30:00+00:00"]),
        ({"Specs": ["0 0 1 * *", "@hourly"]}, ["2025-01-15T11:00:00+00:00", "2025-01-15T12:00:00+00:00"]),
        ({"Spec": "0 9 * * *", "TimeZone": "Europe/Berlin"}, ["2025-01-16T09:00:00+01:00", "2025-01-17T09:00:00+01:00"]),
        ({"Spec": "0 9 * * *", "Enabled": False}, []),
        ({"Spec": "not a schedule"}, []),
        ({"Spec": "0 9 * * *", "TimeZone": "Nowhere"}, []),
        ({"Spec": "* * * 6-2 *"}, []),
    ],
)
def test_next_launches(periodic: dict[str, Any], expected: list[str]) -> None:
    found = nomadspec.next_launches(job(**periodic), datetime.fromisoformat("2025-01-15T10:30:00+00:00"), 2)
    assert [launch.isoformat() for launch in found] == expected


def test_other_jobs_have_no_launches() -> None:
    assert nomadspec.next_launches({"ID": "j"}, datetime(2025, 1, 1)) == []
    assert nomadspec.next_launches({"ID": 5}, datetime(2025, 1, 1)) == []
