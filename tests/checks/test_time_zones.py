"""Time zones of periodic jobs on a machine that has no time zone database: what is not known is not wrong."""

from __future__ import annotations

import zoneinfo
from datetime import datetime

import pytest

import nomadspec
from nomadspec.jobspec.periodic import next_launches
from nomadspec.notation import cron

JOB = 'job "a" {\n  type = "batch"\n  periodic {\n    crons = ["0 2 * * *"]\n    time_zone = "ZONE"\n  }\n  group "g" {\n    task "t" {\n      driver = "docker"\n      config {\n        image = "a:1"\n      }\n    }\n  }\n}\n'


@pytest.fixture
def without_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> zoneinfo.ZoneInfo:
        raise zoneinfo.ZoneInfoNotFoundError(name)

    monkeypatch.setattr(zoneinfo, "ZoneInfo", missing)


def codes(zone: str) -> list[str]:
    return [d.code for d in nomadspec.lint(JOB.replace("ZONE", zone), environ={}, fs="none") if d.severity == "error"]


def test_a_name_that_is_none() -> None:
    assert codes("Europe/Berlin") == []
    assert codes("Europe/Nowhere") == ["NOM1104"]


@pytest.mark.usefixtures("without_database")
def test_without_a_database_no_name_is_known_to_be_wrong() -> None:
    assert codes("Europe/Berlin") == codes("Europe/Nowhere") == codes("UTC") == []
    assert codes("../x") == ["NOM1104"], "no name of any database"
    job = nomadspec.compile(JOB.replace("ZONE", "Europe/Berlin"), environ={}).job
    assert job is not None
    assert next_launches(job, datetime(2026, 1, 1)) == []
    with pytest.raises(cron.NoTimeZones):
        cron.time_zone("Europe/Berlin")
