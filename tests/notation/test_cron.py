"""Cron schedules as Nomad reads them: what is refused with which words, and when the rest launch."""

from __future__ import annotations

import json
import sys
import zoneinfo
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nomadspec.notation import cron


def launches(specs: str | list[str], start: str, zone: str = "", count: int = 3) -> list[str]:
    schedules = [cron.parse(spec) for spec in ([specs] if isinstance(specs, str) else specs)]
    clock = cron.time_zone(zone)
    found = cron.launches(schedules, int(datetime.fromisoformat(start).timestamp()), clock, count)
    return [datetime.fromtimestamp(moment, clock or UTC).isoformat() for moment in found]


@pytest.mark.parametrize(
    ("spec", "error"),
    [
        ("* * * *", "missing field(s)"),
        ("@midnight", "missing field(s)"),
        ("60 * * * *", "syntax error in minute field: '60'"),
        ("*/60 * * * *", "invalid interval */60"),
        ("5-10/0 * * * *", "invalid interval 5-10/0"),
        (", * * * *", "minute field: missing directive"),
        ("* * L-3 * *", "syntax error in day-of-month field: 'L-3'"),
        ("* * * * L", "syntax error in day-of-week field: 'L'"),
        ("* * * * 5#6", "syntax error in day-of-week field: '5#6'"),
        ("* * * sept *", "syntax error in month field: 'sept'"),
        ("0 0 1 1 * 2100", "syntax error in year field: '2100'"),
    ],
)
def test_refused(spec: str, error: str) -> None:
    with pytest.raises(cron.CronError) as caught:
        cron.parse(spec)
    assert str(caught.value) == error


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("30 4 * * *", ["2025-01-16T04:30:00+00:00", "2025-01-17T04:30:00+00:00"]),
        ("0 0 1 * fri", ["2025-01-17T00:00:00+00:00", "2025-01-24T00:00:00+00:00"]),  # restricted both: either day
        ("0 6 L * *", ["2025-01-31T06:00:00+00:00", "2025-02-28T06:00:00+00:00"]),
        ("0 6 1W * *", ["2025-02-03T06:00:00+00:00", "2025-03-03T06:00:00+00:00"]),  # never into the month before
        ("0 6 * * fri#3", ["2025-01-17T06:00:00+00:00", "2025-02-21T06:00:00+00:00"]),
        ("0 6 * * 5L", ["2025-01-31T06:00:00+00:00", "2025-02-28T06:00:00+00:00"]),
        ("0 0 * * 03", ["2025-01-19T00:00:00+00:00", "2025-01-26T00:00:00+00:00"]),  # padded: Sunday, not Wednesday
        ("@daily 2026", ["2025-01-16T00:00:00+00:00", "2025-01-17T00:00:00+00:00"]),  # an eighth field is ignored
        ("5 0 0 1 1 * 2027", ["2027-01-01T00:00:05+00:00"]),
        ("0 22-6 * * *", []),  # a reversed range is empty
        ("0 0 30 2 *", []),
    ],
)
def test_launches(spec: str, expected: list[str]) -> None:
    assert launches(spec, "2025-01-15T10:30:00+00:00", count=2) == expected


def test_a_launch_in_a_skipped_hour_is_skipped() -> None:
    assert launches("30 2 * * *", "2025-03-29T12:00:00+00:00", "Europe/Berlin", 1) == ["2025-03-31T02:30:00+02:00"]


def test_a_launch_in_a_repeated_hour_comes_twice() -> None:
    assert launches("30 2 * * *", "2025-10-25T12:00:00+00:00", "Europe/Berlin", 2) == ["2025-10-26T02:30:00+02:00", "2025-10-26T02:30:00+01:00"]


def test_a_schedule_that_has_run_out_silences_those_before_it() -> None:
    daily, never = "0 6 * * *", "0 0 30 2 *"
    assert launches([daily, never], "2025-01-15T10:30:00+00:00") == []
    assert launches([never, daily], "2025-01-15T10:30:00+00:00", count=1) == ["2025-01-16T06:00:00+00:00"]


def test_an_empty_list_of_months_is_accepted_and_then_fails() -> None:
    schedule = cron.parse("* * * 6-2 *")
    with pytest.raises(cron.CronError):
        schedule.after(0)


@pytest.mark.parametrize("name", ["PST", "europe/berlin", "+02:00", "Z", "../etc/passwd", "Europe", "/etc/localtime", "a\0b", "x" * 5000])
def test_unknown_zones(name: str) -> None:
    with pytest.raises(cron.CronError):
        cron.time_zone(name)


@pytest.mark.parametrize("name", ["Europe/Berlin", "US/Eastern", "EST5EDT"])
def test_zones_where_the_system_has_none(name: str) -> None:
    """As on Windows; images of Debian have none of the older names."""
    before = zoneinfo.TZPATH
    zoneinfo.reset_tzpath([])
    zoneinfo.ZoneInfo.clear_cache()
    try:
        assert str(cron.time_zone(name)) == name
    finally:
        zoneinfo.reset_tzpath(before)


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_the_case_of_a_zone_counts_where_that_of_a_file_does_not(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(zoneinfo, "ZoneInfo", lambda _: UTC)
    assert cron.time_zone("Europe/Berlin") is UTC
    with pytest.raises(cron.CronError, match="unknown time zone europe/berlin"):
        cron.time_zone("europe/berlin")


FIELD = st.text("0123456789*/-,?LW#", min_size=1, max_size=8)


@settings(max_examples=150, deadline=None)
@given(st.lists(FIELD, min_size=5, max_size=7).map(" ".join), st.sampled_from(["", "America/New_York", "Australia/Lord_Howe"]))
def test_launches_are_later_and_end(spec: str, zone: str) -> None:
    try:
        schedule = cron.parse(spec)
        launch = schedule.after(1_750_000_000, cron.time_zone(zone))
    except cron.CronError:
        return
    assert launch is None or launch > 1_750_000_000


def test_recorded(goldens: Path) -> None:
    for line in (goldens / "validation" / "cron-cases-open.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        if case["spec"] and case["specs"]:
            continue  # refused by the block, not by the notation
        specs = case["specs"] or [case["spec"]]
        try:
            schedules = [cron.parse(spec) for spec in specs]
            zone = cron.time_zone(case["timezone"])
        except cron.CronError as refused:
            recorded = case["error"]
            assert str(refused) in recorded, specs  # noqa: PT017
            continue
        start = int(datetime.fromisoformat(case["from"]).timestamp())
        try:
            found = cron.launches(schedules, start, zone, 5)
        except cron.CronError:
            assert case["next_error"], specs
            found = []
        assert found == [int(datetime.fromisoformat(moment).timestamp()) for moment in case["next"] or [] if moment], specs
