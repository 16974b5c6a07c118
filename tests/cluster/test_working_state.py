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


def test_the_settings_of_the_servers_follow_the_scheduler_configuration() -> None:
    base = ClusterState.from_dict(DOCUMENT)
    assert not base.server_settings.memory_oversubscription
    working = WorkingState(base)
    working.put_scheduler_config({"MemoryOversubscriptionEnabled": True})
    assert (working.server_settings.memory_oversubscription, base.server_settings.memory_oversubscription) == (True, False)


def test_objects_of_other_lists_are_replaced_by_what_identifies_them() -> None:
    base = ClusterState.from_dict({**DOCUMENT, "csi_volumes": [{"ID": "v1", "Namespace": "default"}, {"ID": "v2", "Namespace": "default"}]})
    working = WorkingState(base)
    working.put_row("csi_volumes", {"ID": "v1", "Namespace": "default", "PluginID": "p"})
    again = WorkingState(working)
    again.put_row("csi_volumes", {"ID": "v3", "Namespace": "default"})
    assert [row["ID"] for row in again.to_dict()["csi_volumes"]] == ["v1", "v2", "v3"]
    assert [row.get("PluginID") for row in working.to_dict()["csi_volumes"]] == ["p", None]
    assert [row.get("PluginID") for row in WorkingState(again).to_dict()["csi_volumes"]] == ["p", None, None]
    assert base.csi_volumes["default", "v1"] == {"ID": "v1", "Namespace": "default"}
