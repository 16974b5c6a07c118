"""Every check finds its fault, and nothing where the fault is mended."""

from __future__ import annotations

import json

import pytest

from nomadspec.checks.check_catalog import CHECKS, checks
from nomadspec.checks.validation import Verdict, validate
from nomadspec.jobspec.server_settings import ServerSettings
from tests.checks import jobs as j
from tests.checks.cases import CASES, OLDER, SERVER, Job
from tests.checks.verdicts import FILE, verdicts

#: No job brings it about: a hook that refuses a job in words not known yet.
WITHOUT_CASE = {"admission-refused"}


def found(job: Job, settings: ServerSettings | None = None, release: str | None = None) -> set[str]:
    verdict = validate(job, settings, nomad_version=release)
    assert_consistent(verdict)
    return {d.rule for d in (*verdict.errors, *verdict.warnings)}


def assert_consistent(verdict: Verdict) -> None:
    assert verdict.ok is not bool(verdict.errors)
    for d in (*verdict.errors, *verdict.warnings):
        assert d.help
        assert d.nomad
        assert d.message
        assert d.span is None  # a job from JSON has no place
    assert bool(verdict.error_text) is bool(verdict.errors)
    assert bool(verdict.warnings_text) is bool(verdict.warnings)


@pytest.mark.parametrize("rule", CASES)
def test_default_server(rule: str) -> None:
    bad, good = CASES[rule]
    assert rule in found(bad)
    assert rule not in found(good)


@pytest.mark.parametrize("rule", SERVER)
def test_configured_server(rule: str) -> None:
    settings, bad, good = SERVER[rule]
    assert rule in found(bad, settings)
    assert rule not in found(good, settings)


@pytest.mark.parametrize("rule", OLDER)
def test_older_server(rule: str) -> None:
    release, bad, good = OLDER[rule]
    assert rule in found(bad, release=release)
    assert rule not in found(good, release=release)
    assert rule not in found(bad)


RECORDED: dict[str, dict[str, list[str]]] = json.loads(FILE.read_text(encoding="utf-8"))
NOW = verdicts()


@pytest.mark.parametrize("rule", [*CASES, *SERVER, *OLDER])
def test_all_that_is_said(rule: str) -> None:
    """The texts, and that no other check finds anything in the job that is right. If the answer was meant to change: `python -m tests.checks.verdicts`."""
    assert NOW[rule] == RECORDED.get(rule)


def test_every_check_has_a_case() -> None:
    names, cases = {row[1] for row in CHECKS} - WITHOUT_CASE, {*CASES, *SERVER, *OLDER}
    assert names - cases == set(), "a check needs a job in tests/checks/cases.py that it rejects, and one that it accepts"
    assert cases - names == set(), "no check has this name"


def test_codes_and_names_are_unique() -> None:
    names = {row[0]: row[1] for row in CHECKS}
    assert len(names) == len(CHECKS) == len(set(names.values()))
    for row in CHECKS:
        assert row[0].startswith("NOM")
        assert row[0][3:].isdigit()
        assert len(row[0]) == 7
        assert row[1] == row[1].lower()
        assert " " not in row[1]


def test_every_check_says_what_to_do() -> None:
    assert len(checks()) > 300
    for check in checks():
        assert check.help.endswith("."), check


@pytest.mark.parametrize(("priority", "most", "right"), [(-1, 100, False), (1, 100, True), (100, 100, True), (101, 100, False), (101, 200, True)])
def test_priorities(priority: int, most: int, right: bool) -> None:
    assert ("job-priority-range" not in found(j.job(Priority=priority), ServerSettings(job_max_priority=most))) is right


@pytest.mark.parametrize(("count", "most", "right"), [(3, 3, True), (4, 3, False), (4, 0, True)])
def test_the_greatest_count(count: int, most: int, right: bool) -> None:
    """0 is no limit."""
    assert ("job-max-count" not in found(j.group(Count=count), ServerSettings(job_max_count=most))) is right
