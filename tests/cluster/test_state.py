"""ClusterState: what it makes of a document, and how it refuses a bad one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from nomadspec.cluster.state import ClusterState
from nomadspec.cluster.state_document import FORMAT
from nomadspec.cluster.state_faults import StateError
from nomadspec.cluster.state_schema import json_schema
from tests.recorded import recorded

NODE = {"ID": "n1", "Name": "one", "Datacenter": "dc1", "Status": "ready", "SchedulingEligibility": "eligible"}
JOB = {"ID": "web", "Name": "web", "Namespace": "default", "Type": "service", "Priority": 70, "Version": 2, "TaskGroups": []}
ALLOCATION = {"ID": "a1", "Name": "web.g[0]", "JobID": "web", "JobVersion": 2, "TaskGroup": "g", "NodeID": "n1", "ClientStatus": "running"}


def document(**members: Any) -> dict[str, Any]:
    return {"format": FORMAT, "nodes": [NODE], "jobs": [JOB], "allocations": [ALLOCATION], **members}


def test_accessors() -> None:
    state = ClusterState.from_dict(document(latest_index=7, deployments=[{"ID": "d1", "JobID": "web", "Status": "running"}]))
    node = state.node("n1")
    assert node is not None
    assert (node.name, node.pool, node.ready) == ("one", "default", True)
    assert [a.id for a in state.allocations_of_job("default", "web")] == ["a1"]
    assert [a.id for a in state.allocations_on_node("n1")] == ["a1"]
    assert state.allocations["a1"].priority == 70
    assert [d.id for d in state.deployments_of_job("default", "web")] == ["d1"]
    assert state.latest_index == 7
    job = state.job("default", "web")
    assert job is not None
    assert job.priority == 70


def test_a_version_that_is_no_longer_stored_is_the_nearest_one() -> None:
    state = ClusterState.from_dict(document(jobs=[{**JOB, "Version": 5}, {**JOB, "Version": 3}]))
    assert state.job_version("default", "web", 2) is None
    job = state.allocations["a1"].job
    assert job is not None
    assert job.version == 3


def test_to_dict_is_complete_and_loads_again() -> None:
    out = ClusterState.from_dict(document()).to_dict()
    assert out["csi_volumes"] == []
    assert out["nodes"] == [NODE]
    assert ClusterState.from_dict(out).to_dict() == out


def test_readiness() -> None:
    def ready(**members: Any) -> bool:
        return next(iter(ClusterState.from_dict({"nodes": [{**NODE, **members}]}).nodes.values())).ready

    assert ready()
    assert not ready(Status="down")
    assert not ready(SchedulingEligibility="ineligible")
    assert not ready(DrainStrategy={"Deadline": 0})


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ([], "the state document must be an object, not a list"),
        ({"nodes": {}}, "nodes must be a list, not an object"),
        ({"nodes": [{"Name": "x"}]}, "nodes[0].ID is missing"),
        ({"nodes": [{"ID": "n", "Attributes": {"a.b": 1}}]}, 'nodes[0].Attributes["a.b"] must be a string, not a number'),
        (
            {"nodes": [{"ID": "n", "NodeResources": {"Memory": {"MemoryMB": "1"}}}]},
            "nodes[0].NodeResources.Memory.MemoryMB must be a whole number, not a string",
        ),
        ({"nodes": [{"ID": "n", "NodeMaxAllocs": True}]}, "nodes[0].NodeMaxAllocs must be a whole number, not a boolean"),
        ({"nodes": [NODE, NODE]}, "nodes[1] is the same node as nodes[0]"),
        ({"format": "other/9"}, "format must be 'nomadspec-state/1', not 'other/9'"),
        ({"latest_index": -1}, "latest_index must be between 0 and 18446744073709551615, not -1"),
        ({"latest_index": 1.5}, "latest_index must be a whole number, not 1.5"),
        ({"captured_at": "today"}, "captured_at must be a time in RFC 3339, such as 2026-01-31T12:00:00Z, not 'today'"),
        ({"captured_at": 1}, "captured_at must be a string, not a number"),
        (
            {"nodes": [{"ID": "n", "NodeResources": {"Devices": [{"Attributes": {"a": {"Float": 2**64}}}]}}]},
            "nodes[0].NodeResources.Devices[0].Attributes.a.Float must be a finite number below 2^64, not 18446744073709551616",
        ),
        ({"nodes": [NODE], "allocations": [{"ID": "a"}]}, "allocations[0].JobID is missing"),
        ({"nodes": [NODE], "allocations": [ALLOCATION]}, "allocations[0].JobID names job 'web' of namespace 'default', which is not in jobs"),
        ({"allocations": [{"ID": "a", "AllocatedResources": {"Tasks": {"t": None}}}]}, "allocations[0].AllocatedResources.Tasks.t must be an object, not null"),
    ],
)
def test_a_bad_document_is_refused_with_its_place(broken: Any, message: str) -> None:
    with pytest.raises(StateError) as caught:
        ClusterState.from_dict(broken)
    assert message in [d.message for d in caught.value.diagnostics]
    assert all(d.severity == "error" for d in caught.value.diagnostics)


def test_a_stored_job_is_checked_when_it_is_read() -> None:
    state = ClusterState.from_dict(document(jobs=[{**JOB, "AllAtOnce": "yes"}]))
    with pytest.raises(StateError, match=r"jobs\[0\] \(job 'web'\)"):
        state.job("default", "web")


def test_many_faults_are_not_all_reported() -> None:
    with pytest.raises(StateError) as caught:
        ClusterState.from_dict({"nodes": [{"ID": 1}] * 1000})
    assert len(caught.value.diagnostics) == 20
    assert "and 17 more" in str(caught.value)


def test_an_allocation_on_an_unknown_node_is_a_warning() -> None:
    state = ClusterState.from_dict(document(nodes=[]))
    assert [(d.severity, d.code) for d in state.diagnostics] == [("warning", "STA004")]


def test_the_published_schema_is_the_generated_one() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_schema_and_loader_agree() -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    assert validator.is_valid(document())
    assert validator.is_valid(ClusterState.from_dict(document()).to_dict() | {"captured_at": "2026-01-01T00:00:00Z"})
    assert not validator.is_valid({"nodes": []})
    assert not validator.is_valid(document(nodes=[{"Name": "x"}]))
    assert not validator.is_valid(document(latest_index="7"))


def test_recorded_states_load(goldens: Path) -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    for path in recorded(goldens / "cluster" / "states", "*.json"):
        document = json.loads(path.read_text(encoding="utf-8"))
        state = ClusterState.from_dict(document)
        assert len(state.nodes) == len(document["nodes"])
        assert list(validator.iter_errors(document)) == []
