"""A state that is worked on."""

from __future__ import annotations

from nomadspec.cluster.state import EACH_NODE, NODES, ClusterState
from nomadspec.cluster.working_state import WorkingState

DOCUMENT = {
    "nodes": [{"ID": "n1", "Name": "one"}, {"ID": "n2", "Name": "two"}],
    "jobs": [{"ID": "web"}],
    "allocations": [{"ID": "a1", "JobID": "web", "NodeID": "n1"}, {"ID": "a2", "JobID": "web", "NodeID": "n2"}],
}


def test_changes_do_not_reach_the_state_it_was_made_from() -> None:
    base = ClusterState.from_dict(DOCUMENT)
    working = WorkingState(base)
    working.put_node({"ID": "n1", "Name": "one", "Status": "down"})
    working.put_allocation({"ID": "a1", "JobID": "web", "NodeID": "n1", "DesiredStatus": "stop"})
    working.put_allocation({"ID": "a3", "JobID": "web", "NodeID": "n1"})
    assert [a.id for a in working.allocations_on_node("n1")] == ["a1", "a3"]
    assert [a.desired_status for a in working.allocations_of_job("default", "web")] == ["stop", "run", "run"]
    assert (working.nodes["n1"].status, base.nodes["n1"].status) == ("down", "")
    assert [a.desired_status for a in base.allocations_of_job("default", "web")] == ["run", "run"]
    assert base.to_dict()["allocations"] == DOCUMENT["allocations"]


def test_what_was_derived_goes_with_what_changed() -> None:
    base = ClusterState.from_dict(DOCUMENT)
    base.derived("all", lambda: "all", of=NODES)
    base.derived("each", lambda: {"n1": 1, "n2": 2}, of=EACH_NODE)
    working = WorkingState(base)
    working.put_node({"ID": "n1"})
    assert working.derived("all", lambda: "anew", of=NODES) == "anew"
    assert working.derived("each", dict, of=EACH_NODE) == {"n2": 2}
    assert base.derived("all", lambda: "anew", of=NODES) == "all"
    assert base.derived("each", dict, of=EACH_NODE) == {"n1": 1, "n2": 2}
