"""Several states as one: what the first leaves out, a later one supplies."""

from __future__ import annotations

from typing import Any

import pytest

from nomadspec.cluster.merge import merge
from nomadspec.cluster.state import ClusterState
from nomadspec.cluster.state_faults import StateError

N1, N2 = ({"ID": f"7a1f0c52-0000-4000-8000-00000000000{number}", "Name": f"c{number}"} for number in (1, 2))


def merged(*documents: dict[str, Any]) -> ClusterState:
    return merge([ClusterState.from_dict(document) for document in documents])


@pytest.mark.parametrize(
    ("documents", "region", "regions"),
    [
        ([{}, {"region": "eu", "regions": ["eu", "us"]}], "eu", ["eu", "us"]),
        ([{"region": ""}, {"region": None}, {"region": "eu"}], "eu", []),
        ([{"region": "us"}, {"region": "eu", "regions": ["eu"]}], "us", ["eu"]),
        ([{"nodes": [N1]}, {"nodes": [N2]}], "global", []),
    ],
    ids=["second", "third", "first", "none"],
)
def test_the_region_is_that_of_the_first_that_has_one(documents: list[dict[str, Any]], region: str, regions: list[str]) -> None:
    state = merged(*documents)
    assert (state.region, state.regions) == (region, regions)


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("nodes", [N1]),
        ("evaluations", [{"ID": "e1", "JobID": "web"}]),
        ("servers", [{"Name": "s1.global", "Version": "2.0.6", "Region": "global"}]),
        ("task_group_host_volume_claims", [{"ID": "c1"}]),
        ("services", [{"ServiceName": "web"}]),
    ],
)
def test_a_later_list_is_used_where_the_earlier_states_have_none(name: str, rows: list[dict[str, Any]]) -> None:
    other = [{**rows[0], "ID": "other", "Name": "other"}]
    assert merged({}, {name: []}, {name: rows}, {name: other}).to_dict()[name] == rows


def test_lists_are_taken_whole_and_nothing_is_mixed() -> None:
    assert list(merged({"nodes": [N1]}, {"nodes": [N2]}).nodes) == [N1["ID"]]
    assert (
        merged({"scheduler_config": {"SchedulerAlgorithm": "spread"}}, {"scheduler_config": {"NodeLimitForFeasibilityChecks": 7}}).scheduler_config().node_limit
        == 0
    )


def test_one_state_stays_itself() -> None:
    state = ClusterState.from_dict({"nodes": [N1]})
    assert merge([state]) is state


def test_jobs_of_a_revision_and_what_else_runs_in_the_cluster() -> None:
    revision = {"jobs": [{"ID": "web", "Version": 0, "Priority": 70}]}
    cluster = {
        "nodes": [N1],
        "jobs": [{"ID": "web", "Version": 3, "Priority": 50}, {"ID": "db", "Version": 1}, {"ID": "idle", "Version": 0}],
        "allocations": [{"ID": "a1", "JobID": "web", "JobVersion": 3}, {"ID": "a2", "JobID": "db", "JobVersion": 1}],
    }
    state = merged(revision, cluster)
    described = {(row["ID"], row["Version"]) for row in state.to_dict()["jobs"]}
    assert described == {("web", 0), ("db", 1)}
    assert [allocation.job_id for allocation in state.allocations.values()] == ["web", "db"]


def test_states_that_do_not_fit_together_are_refused() -> None:
    with pytest.raises(StateError, match="names job 'web'"):
        ClusterState.from_dict({"allocations": [{"ID": "a1", "JobID": "web"}]})
