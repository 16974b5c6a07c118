"""Volumes hold what runs on them: claims of sticky host volumes and of CSI volumes as allocations come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nomadspec
from nomadspec.changes import Drain, Eligible, Lose, RunJob, StopJob
from tests.simulation.clusters import cluster, job, node, places

if TYPE_CHECKING:
    from nomadspec import ClusterState, Simulation

VOLUMES = ("aaaaaaaa-0000-0000-0000-000000000000", "bbbbbbbb-0000-0000-0000-000000000000")


def with_host_volumes() -> ClusterState:
    """Two nodes, each with a dynamic host volume `data`."""
    capabilities = [{"AccessMode": "single-node-writer", "AttachmentMode": "file-system"}]
    nodes = [node(number, HostVolumes={"data": {"Name": "data", "ID": volume}}) for number, volume in enumerate(VOLUMES, 1)]
    volumes = [
        {"ID": volume, "Name": "data", "Namespace": "default", "NodeID": each["ID"], "State": "ready", "RequestedCapabilities": capabilities}
        for each, volume in zip(nodes, VOLUMES, strict=True)
    ]
    return cluster(*nodes, host_volumes=volumes)


def with_volume(name: str, source: str, **request: Any) -> dict[str, Any]:
    """A job whose group mounts a volume."""
    return job(name, group={"Volumes": {"d": {"Name": "d", "Source": source, **request}}})


STICKY = with_volume("db", "data", Type="host", Sticky=True)


def claims(simulation: Simulation) -> list[tuple[str, bool]]:
    """(name of the volume's node, whether the claiming allocation runs) of each claim."""
    after = simulation.after
    nodes = dict(zip(VOLUMES, ("node1", "node2"), strict=True))
    return [(nodes[claim["VolumeID"]], not after.allocations[claim["AllocID"]].terminal) for claim in after.host_volume_claims.values()]


def test_a_sticky_volume_holds_its_group_to_its_node() -> None:
    runs = nomadspec.simulate(with_host_volumes(), [RunJob(STICKY)])
    [home] = places(runs, "db")
    assert claims(runs) == [(home, True)]
    drained = nomadspec.simulate(runs.after, [Drain([home])])
    assert (places(drained, "db"), sorted(drained.homeless)) == ({}, ["default/db"])
    back = nomadspec.simulate(drained.after, [Eligible([home])], blocked=drained.blocked_after)
    assert places(back, "db") == {home: 1}
    assert claims(back) == [(home, True)]


def test_a_claim_outlives_the_job_and_is_taken_over() -> None:
    runs = nomadspec.simulate(with_host_volumes(), [RunJob(STICKY)])
    [home] = places(runs, "db")
    stopped = nomadspec.simulate(runs.after, [StopJob("db")])
    assert claims(stopped) == [(home, False)]
    again = nomadspec.simulate(nomadspec.ClusterState.from_dict(stopped.after.to_dict()), [RunJob(STICKY)])
    assert places(again, "db") == {home: 1}
    assert claims(again) == [(home, True)]


WRITER = {"Type": "csi", "AccessMode": "single-node-writer", "AttachmentMode": "file-system"}


def with_csi_volume() -> ClusterState:
    """Two nodes that reach one CSI volume."""
    plugins = {"ebs": {"Healthy": True, "NodeInfo": {}}}
    volume = {"ID": "disk", "Name": "disk", "Namespace": "default", "PluginID": "ebs", "Schedulable": True}
    volume["RequestedCapabilities"] = [{"AccessMode": "single-node-writer", "AttachmentMode": "file-system"}]
    return cluster(*[node(number, CSINodePlugins=plugins) for number in (1, 2)], csi_volumes=[volume])


def test_a_volume_with_one_writer_is_free_once_its_writer_has_stopped() -> None:
    first, second = with_volume("first", "disk", **WRITER), with_volume("second", "disk", **WRITER)
    runs = nomadspec.simulate(nomadspec.simulate(with_csi_volume(), [RunJob(first)]).after, [RunJob(second)])
    assert (places(runs, "first") != {}, places(runs, "second")) == (True, {})
    [metric] = runs.unplaced["default/second"].values()
    assert metric.constraint_filtered == {"CSI volume disk has exhausted its available writer claims": 2}
    freed = nomadspec.simulate(runs.after, [StopJob("first")], blocked=runs.blocked_after)
    assert places(freed, "second") != {}


def test_an_allocation_lost_with_its_node_keeps_its_claim_for_its_own_job() -> None:
    first, second = with_volume("first", "disk", **WRITER), with_volume("second", "disk", **WRITER)
    runs = nomadspec.simulate(nomadspec.simulate(with_csi_volume(), [RunJob(first)]).after, [RunJob(second)])
    [home] = places(runs, "first")
    lost = nomadspec.simulate(runs.after, [Lose([home])], blocked=runs.blocked_after)
    assert (sorted(places(lost, "first")), places(lost, "second")) == (sorted({"node1", "node2"} - {home}), {})
