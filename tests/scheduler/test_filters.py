"""Filters: what keeps a group off a node, in Nomad's words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.scheduler.placement_cases import allocation, job, node, stored, verdict


def constraint(left: str, operator: str, right: str = "") -> dict[str, Any]:
    return {"Constraints": [{"LTarget": left, "Operand": operator, "RTarget": right}]}


@pytest.mark.parametrize(
    ("members", "word"),
    [
        ({"Drivers": {}}, "missing drivers"),
        ({"Drivers": {"docker": {"Detected": True, "Healthy": False}}}, "missing drivers"),
        # An old client says it with an attribute.
        ({"Drivers": {}, "Attributes": {"driver.docker": "1"}}, ""),
        ({"Drivers": {}, "Attributes": {"driver.docker": "maybe"}}, "missing drivers"),
    ],
)
def test_drivers(members: dict[str, Any], word: str) -> None:
    assert verdict(job(), node("a", **members)) == word


@pytest.mark.parametrize(
    ("given", "word"),
    [
        (constraint("${attr.kernel.name}", "=", "linux"), ""),
        (constraint("${attr.kernel.name}", "=", "windows"), "${attr.kernel.name} = windows"),
        (constraint("${attr.missing}", "!=", "x"), ""),
        (constraint("${attr.missing}", "is_set"), "${attr.missing} is_set "),
        (constraint("${node.class}", "=", ""), ""),
        (constraint("${meta.rack}", "distinct_property"), 'missing property "${meta.rack}"'),
    ],
)
def test_constraints(given: dict[str, Any], word: str) -> None:
    assert verdict(job(group=given), node("a")) == word
    assert verdict(job(**given), node("a")) == word


def test_the_jobs_constraints_come_before_drivers_and_the_groups() -> None:
    wanted = job(group=constraint("${meta.a}", "is_set"), **constraint("${meta.b}", "is_set"))
    assert verdict(wanted, node("a", Drivers={})) == "${meta.b} is_set "
    assert verdict(job(group=constraint("${meta.a}", "is_set")), node("a", Drivers={})) == "missing drivers"


@pytest.mark.parametrize(
    ("network", "members", "word"),
    [
        ({"Mode": "bridge"}, {}, ""),
        ({"Mode": "cni/mesh"}, {}, "missing network"),
        ({"Mode": "none"}, {"resources": {"Networks": []}}, ""),
        ({"Mode": "bridge"}, {"resources": {"Networks": [{"Mode": "host"}]}}, "missing network"),
        ({"Mode": "bridge"}, {"resources": {"Networks": [{"Mode": "host"}]}, "Attributes": {"nomad.version": "0.11.3"}}, ""),
        ({"DynamicPorts": [{"Label": "http", "HostNetwork": "private"}]}, {}, 'missing host network "private" for port "http"'),
        (
            {"DynamicPorts": [{"Label": "http", "HostNetwork": "${meta.net}"}]},
            {},
            'invalid host network "${meta.net}" template for port "http"',
        ),
        ({"DynamicPorts": [{"Label": "http", "HostNetwork": "${meta.net}"}]}, {"Meta": {"net": "default"}}, ""),
    ],
)
def test_networks(network: dict[str, Any], members: dict[str, Any], word: str) -> None:
    assert verdict(job(group={"Networks": [network]}), node("a", **members)) == word


@pytest.mark.parametrize(("value", "word"), [("", "distinct_hosts"), ("true", "distinct_hosts"), ("false", ""), ("nonsense", "distinct_hosts")])
def test_distinct_hosts(value: str, word: str) -> None:
    wanted = job(group=constraint("", "distinct_hosts", value))
    there = allocation("x", "a", job_id="web")
    assert verdict(wanted, node("a"), allocations=[there], jobs=[stored("web")]) == word
    assert verdict(wanted, node("a"), allocations=[{**there, "TaskGroup": "another"}], jobs=[stored("web")]) == ""
    assert verdict(wanted, node("a"), allocations=[{**there, "ClientStatus": "complete"}], jobs=[stored("web")]) == ""


@pytest.mark.parametrize(
    ("allowed", "word"), [("", "distinct_property: ${meta.rack}=r1 used by 2 allocs"), ("2", "distinct_property: ${meta.rack}=r1 used by 2 allocs"), ("3", "")]
)
def test_distinct_property(allowed: str, word: str) -> None:
    there = [allocation(name, "a", job_id="web") for name in ("x", "y")]
    assert (
        verdict(job(group=constraint("${meta.rack}", "distinct_property", allowed)), node("a", Meta={"rack": "r1"}), allocations=there, jobs=[stored("web")])
        == word
    )


HOST_VOLUME = {"Volumes": {"data": {"Name": "data", "Type": "host", "Source": "data"}}}


@pytest.mark.parametrize(
    ("volume", "request_", "fits"),
    [
        ({"Name": "data"}, {}, True),
        ({"Name": "data", "ReadOnly": True}, {}, False),
        ({"Name": "data", "ReadOnly": True}, {"ReadOnly": True}, True),
        ({"Name": "data"}, {"Sticky": True}, False),
        ({"Name": "data", "ID": "v1"}, {}, True),
        ({"Name": "data", "ID": "v1"}, {"AccessMode": "single-node-single-writer"}, False),
        ({"Name": "data", "ID": "v1"}, {"ReadOnly": True}, False),
        ({"Name": "data", "ID": "v2"}, {}, False),
        (None, {}, False),
    ],
)
def test_host_volumes(volume: dict[str, Any] | None, request_: dict[str, Any], fits: bool) -> None:
    capability = {"AccessMode": "single-node-writer", "AttachmentMode": "file-system"}
    volumes = [
        {"ID": "v1", "Name": "data", "Namespace": "default", "NodeID": "a-id", "State": "ready", "RequestedCapabilities": [capability]},
        {"ID": "v2", "Name": "data", "Namespace": "default", "NodeID": "a-id", "State": "pending", "RequestedCapabilities": [capability]},
    ]
    wanted = job(group={"Volumes": {"data": {**HOST_VOLUME["Volumes"]["data"], **request_}}})
    on = node("a", HostVolumes={"data": volume} if volume is not None else {})
    assert verdict(wanted, on, host_volumes=volumes) == ("" if fits else "missing compatible host volumes")


def test_a_host_volume_per_allocation_has_its_index() -> None:
    wanted = job(group={"Volumes": {"data": {"Name": "data", "Type": "host", "Source": "data", "PerAlloc": True}}})
    assert verdict(wanted, node("a", HostVolumes={"data[0]": {"Name": "data[0]"}})) == ""
    assert verdict(wanted, node("a", HostVolumes={"data": {"Name": "data"}})) == "missing compatible host volumes"


CSI = {"ID": "vol", "Namespace": "default", "PluginID": "ebs", "Schedulable": True, "AccessMode": "single-node-writer"}
PLUGIN = {"Healthy": True, "NodeInfo": {"MaxVolumes": 10, "AccessibleTopology": {"Segments": {"zone": "a", "rack": "1"}}}}


@pytest.mark.parametrize(
    ("volume", "plugin", "read_only", "word"),
    [
        ({}, {}, False, ""),
        ({}, None, False, "CSI plugin ebs is missing from client a-id"),
        ({}, {"Healthy": False}, False, "CSI plugin ebs is unhealthy on client a-id"),
        ({}, {"NodeInfo": {"MaxVolumes": 0}}, False, "CSI plugin ebs has the maximum number of volumes on client a-id"),
        ({"Topologies": [{"Segments": {"zone": "b"}}]}, {}, False, "did not meet topology requirement"),
        ({"Topologies": [{"Segments": {"zone": "b"}}, {"Segments": {"zone": "a"}}]}, {}, False, ""),
        ({"Schedulable": False}, {}, False, "CSI volume vol is unschedulable or is read-only"),
        ({"Schedulable": False}, {}, True, "CSI volume vol is unschedulable or has exhausted its available reader claims"),
        ({"AccessMode": "multi-node-reader-only"}, {}, False, "CSI volume vol is unschedulable or is read-only"),
        ({"WriteAllocs": ["x-a"]}, {}, False, "CSI volume vol has exhausted its available writer claims"),
        ({"WriteAllocs": ["x-a"], "AccessMode": "multi-node-multi-writer"}, {}, False, ""),
        (
            {"WriteAllocs": ["gone"]},
            {},
            False,
            "CSI volume vol has exhausted its available writer claims and is claimed by a garbage collected allocation gone; waiting for claim to be released",
        ),
        ({"ID": "another"}, {}, False, "missing CSI volume(s) vol"),
    ],
)
def test_csi_volumes(volume: dict[str, Any], plugin: dict[str, Any] | None, read_only: bool, word: str) -> None:
    wanted = job(group={"Volumes": {"v": {"Name": "v", "Type": "csi", "Source": "vol", "ReadOnly": read_only}}})
    on = node("a", CSINodePlugins={"ebs": {**PLUGIN, **plugin}} if plugin is not None else {})
    assert verdict(wanted, on, csi_volumes=[{**CSI, **volume}], allocations=[allocation("x", "a")]) == word
