"""Jobspecs against the jobs that run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nomadspec
from nomadspec.simulation.job_drift import drift
from tests.recorded import recorded
from tests.simulation.clusters import cluster, job

if TYPE_CHECKING:
    from pathlib import Path

SCALING = {"Scaling": {"Enabled": True, "Min": 1, "Max": 10}}


def stored(of: dict[str, Any], **members: Any) -> dict[str, Any]:
    """The job as a server stores it."""
    return {**nomadspec.canonicalize({**of, "Region": "global"}).to_api(), "ModifyIndex": 9, "JobModifyIndex": 8, "Status": "running", **members}


def count(of: dict[str, Any], number: int) -> dict[str, Any]:
    """The stored job with another count."""
    return {**of, "TaskGroups": [{**of["TaskGroups"][0], "Count": number}]}


def statuses(files: list[dict[str, Any]], *jobs: dict[str, Any], **arguments: Any) -> list[tuple[str, str]]:
    made = drift(files, cluster(jobs=list(jobs), namespaces=[{"Name": "team"}]), **arguments)
    return [(entry.job_id, entry.status) for entry in made.entries]


@pytest.mark.parametrize(
    ("file", "runs", "status"),
    [
        (job(), stored(job()), "same"),
        (job(count=2), stored(job()), "changed"),
        (job(image="nginx:2"), stored(job()), "changed"),
        (job(), stored(job(), NomadTokenID="1-2", Stable=True, Version=7, VersionTag={"Name": "good"}), "same"),
        (job(), stored(job(), Stop=True), "missing"),
        ({**job(), "Stop": True}, stored(job(), Stop=True), "same"),
        (job(group=SCALING), count(stored(job(group=SCALING)), 4), "same"),
        (job(), count(stored(job()), 4), "changed"),
    ],
)
def test_each_file_against_its_job(file: dict[str, Any], runs: dict[str, Any], status: str) -> None:
    assert statuses([file], runs) == [("web", status)]


def test_the_diff_goes_from_the_running_job_to_the_file() -> None:
    [entry] = drift([job(count=3)], cluster(jobs=[stored(job())])).entries
    assert entry.diff is not None
    assert '+/- Count: "1" => "3"' in entry.diff.to_text()


@pytest.mark.parametrize(
    ("jobs", "arguments", "expected"),
    [
        ([stored(job("other"))], {}, [("other", "unmanaged")]),
        ([stored(job("other"), Stop=True)], {}, []),
        ([stored(job("other"), Stop=True)], {"all": True}, [("other", "unmanaged")]),
        ([stored(job("nightly/periodic-1700000000"), ParentID="nightly")], {"all": True}, []),
        ([stored(job("other"), Namespace="team")], {}, []),
        ([stored(job("other"), Namespace="team")], {"all": True}, [("other", "unmanaged")]),
    ],
)
def test_jobs_without_a_file(jobs: list[dict[str, Any]], arguments: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert statuses([job()], stored(job()), *jobs, **arguments) == [("web", "same"), *expected]


def test_without_files_every_job_is_unmanaged() -> None:
    assert statuses([], stored(job()), stored(job("other"), Namespace="team")) == [("web", "unmanaged"), ("other", "unmanaged")]


def test_a_job_that_is_not_known_is_not_compared() -> None:
    made = nomadspec.compile('variable "x" {}\njob "web" {\n group "g" {\n  task "t" {\n   driver = "docker"\n   user = var.x\n  }\n }\n}', unset="unknown")
    assert made.job is not None
    [entry] = nomadspec.drift([made.job], cluster(jobs=[stored(job())])).entries
    assert entry.status == "unknown"
    assert "user" in entry.reason


@given(st.integers(0, 5), st.sampled_from(["service", "batch", "system"]), st.booleans())
def test_a_job_has_not_drifted_from_itself(number: int, type_: str, scaled: bool) -> None:
    one = job(count=min(number, 1) if type_ == "system" else number, type=type_, group=SCALING if scaled and type_ == "service" else {})
    assert nomadspec.drift([one], cluster(jobs=[stored(one)])).ok


def test_recorded_jobs(goldens: Path) -> None:
    rows = [json.loads(line) for path in recorded(goldens / "drift", "*.jsonl") for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(rows) > 300
    for row in rows:
        if row["args"]:
            continue  # with variables of the command line
        path = goldens / "corpus" / "jobs" / row["file"]
        made = nomadspec.compile(path, environ={}, json=path.suffix == ".json")
        if made.job is not None:  # functions may read files beside it
            assert nomadspec.drift([made.job], cluster(jobs=[row["job"]])).ok, row["id"]
