"""plan(): verdicts, forms and refusals."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomadspec.cluster.state import ClusterState
from nomadspec.planner.applied import applied
from nomadspec.planner.plan import plan
from tests.planner.clusters import cluster, job, node


def test_a_new_job_is_created() -> None:
    made = plan(job(count=2), cluster())
    assert (made.ok, made.error, made.exit_code, made.job_modify_index) == (True, None, 1, 0)
    assert [placement.name for placement in made.placements] == ["web.api[0]", "web.api[1]"]
    assert {name: counts.place for name, counts in made.desired.items()} == {"api": 2}


def test_an_unchanged_job_changes_nothing() -> None:
    state = cluster()
    after = applied(state, plan(job(), state))
    again = plan(job(), after)
    assert (again.exit_code, again.spec_changed, again.placements, again.stops) == (0, False, (), ())
    assert again.job_modify_index == 100


def test_a_changed_image_replaces_an_allocation() -> None:
    state = cluster()
    after = applied(state, plan(job(), state))
    changed = plan(job(image="nginx:2"), after)
    assert changed.exit_code == 1
    assert changed.job is not None
    assert (changed.job.version, changed.job.job_modify_index) == (1, 101)
    assert [stop.description for stop in changed.stops] == ["alloc is being updated due to job update"]
    assert [(placement.name, placement.job.version) for placement in changed.placements] == [("web.api[0]", 1)]


def test_nothing_fits() -> None:
    made = plan(job(count=3, memory=100000), cluster())
    assert (made.placements, made.exit_code) == ((), 1)
    document = made.to_dict()
    assert document["failed_tg_allocs"]["api"]["DimensionExhausted"] == {"memory": 3}
    assert document["failed_tg_allocs"]["api"]["CoalescedFailures"] == 2
    assert document["queued_allocations"] == {"api": 3}
    assert [(one["triggered_by"], one["status"]) for one in document["created_evals"]] == [("queued-allocs", "blocked")]
    assert "Failed to place all allocations" in made.to_text()


def test_a_system_job_runs_on_every_node_that_can() -> None:
    made = plan(job(type="system"), cluster(node(1), node(2, Attributes={}, Drivers={}), node(3, SchedulingEligibility="ineligible")))
    assert [placement.node.name for placement in made.placements] == ["node1"]
    assert {name: counts.place for name, counts in made.desired.items()} == {"api": 1}
    assert made.failures == {}


def test_the_document_says_all_and_is_json() -> None:
    document = plan(job(), cluster()).to_dict()
    assert set(document) == {
        "diff",
        "desired_tg_updates",
        "placements",
        "updates",
        "stops",
        "preempted_allocs",
        "failed_tg_allocs",
        "created_evals",
        "queued_allocations",
        "deployment",
        "deployment_updates",
        "job_modify_index",
        "warnings",
        "exit_code",
    } - {"deployment_updates"}
    assert json.loads(json.dumps(document)) == document
    assert "node_table" in plan(job(), cluster()).to_dict(trace=True)


def test_the_response_has_the_members_of_the_api() -> None:
    response = plan(job(), cluster()).to_api()
    assert set(response) == {"Annotations", "CreatedEvals", "Diff", "FailedTGAllocs", "Index", "JobModifyIndex", "NextPeriodicLaunch", "Warnings"}
    assert (response["CreatedEvals"], response["FailedTGAllocs"]) == (None, None)


def test_a_periodic_job_tells_its_next_launch() -> None:
    periodic = {"Enabled": True, "Specs": ["0 4 * * *"], "SpecType": "cron", "TimeZone": "Europe/Berlin"}
    made = plan(job(type="batch", Periodic=periodic), cluster(), now="2026-01-01T00:00:00Z")
    assert made.to_dict()["next_periodic_launch"] == "2026-01-01T04:00:00+01:00"


# --- refusals ---


@pytest.mark.parametrize(
    ("submitted", "stage", "words"),
    [
        ({"ID": "web", "TaskGroups": 3}, "parse", "json: cannot unmarshal"),
        (job(NodePool="nope"), "admission", 'job "web" is in nonexistent node pool "nope"'),
        (job(Namespace="nope"), "admission", 'job "web" is in nonexistent namespace "nope"'),
        (job(type="nope"), "admission", 'Invalid job type: "nope"'),
        (job(count=-1), "admission", "Task group count can't be negative"),
        (job(Region="elsewhere"), "admission", "No path to region"),
    ],
)
def test_refusals(submitted: dict[str, Any], stage: str, words: str) -> None:
    made = plan(submitted, cluster())
    assert (made.ok, made.exit_code, made.error_stage) == (False, 255, stage)
    assert words in (made.error or "")
    assert made.to_dict() == {"error": {"stage": stage, "message": made.error}, "exit_code": 255}
    assert made.to_text().startswith("Error during plan: Unexpected response code: 500 (")
    assert (made.placements, made.stops, made.failures) == ((), (), {})


def test_a_job_that_is_not_wholly_known_is_refused() -> None:
    from nomadspec.jobspec.json.api import from_api

    made = plan(from_api(job()).without("priority"), cluster())
    assert (made.error_stage, made.error) == ("unknown", "parts of the job are unknown: job.priority")


@pytest.mark.parametrize("now", ["yesterday", ""])
def test_a_clock_that_is_no_time_is_refused(now: str) -> None:
    assert plan(job(), cluster(), now=now).error_stage == "parse"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["ID", "TaskGroups", "Tasks", "Name", "Count", "Constraints", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["ID", "Name", "Type", "TaskGroups", "Constraints", "Job", "Update", "Periodic", "Datacenters"]), JSON, max_size=5))
def test_no_job_raises(submitted: dict[str, Any]) -> None:
    made = plan(submitted, ClusterState.empty())
    assert made.error_stage != "internal", made.error
    json.dumps(made.to_dict())
    made.to_text()


# --- what is drawn ---


def test_equal_questions_have_equal_answers() -> None:
    first, second = (plan(job(count=3), cluster()).to_dict(trace=True) for _ in range(2))
    assert first == second


def test_the_clock_is_the_state_s_moment() -> None:
    assert plan(job(), cluster()).now == int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000_000
    assert plan(job(), cluster(), now=datetime(2027, 1, 1)).now == int(datetime(2027, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000_000


def test_the_evaluation_s_id_decides_the_shuffle() -> None:
    state = cluster(*[node(number) for number in range(1, 30)])
    ids = [f"00000000-0000-0000-0000-0000000000{number:02x}" for number in range(8)]
    assert len({plan(job(), state, eval_id=id).placements[0].node.name for id in ids}) > 1


@pytest.mark.parametrize(
    ("nodes", "certain"),
    [
        ([node(1)], True),
        ([node(1), node(2)], False),
        ([node(1), node(2, cpu=8000)], True),
        ([node(1), node(2, cpu=8000), node(3, cpu=16000)], False),
        ([node(1), node(2, SchedulingEligibility="ineligible")], True),
    ],
)
def test_without_a_server_s_evaluation_it_says_what_the_shuffle_decides(nodes: list[dict[str, Any]], certain: bool) -> None:
    made = plan(job(), cluster(*nodes))
    assert [placement["certain"] for placement in made.to_dict()["placements"]] == [certain]
    given = plan(job(), cluster(*nodes), eval_id="00000000-0000-0000-0000-000000000001")
    assert "certain" not in given.to_dict()["placements"][0]
