"""Rules about the cluster that a job is for: a small state, a job, what is found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import nomadspec
from tests.rules.jobs import codes, job
from tools.examples import node as plain_node


def node(name: str, **changes: Any) -> dict[str, Any]:
    return plain_node(Name=name, Attributes=changes.pop("attributes", {}), **changes)


def state(*nodes: dict[str, Any], **lists: Any) -> nomadspec.ClusterState:
    return nomadspec.ClusterState.from_dict({"nodes": list(nodes), **lists})


HOST_VOLUME = 'volume "v" {\n  type = "host"\n  source = "v"\n}'
CSI_VOLUME = 'volume "v" {\n  type = "csi"\n  source = "v"\n  access_mode = "single-node-writer"\n  attachment_mode = "file-system"\n}'
VOLUME_OF_EACH = HOST_VOLUME.replace("source", "per_alloc = true\n  source")
MESH = 'network {\n  mode = "bridge"\n}\nservice {\n  name = "w"\n  port = "80"\n  connect {\n    sidecar_service {}\nTASK  }\n}'
PORT = 'network {\n  port "p" {\n    static = 8080\n  }\n}'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (job(), []),
        (job('datacenters = ["dc1"]'), []),
        (job('datacenters = ["dc9"]'), ["CLU003"]),
        (job('datacenters = ["dc*", "eu*"]'), ["CLU003"]),
        (job('node_pool = "gpu"'), ["CLU002"]),
        (job('node_pool = "all"'), []),
        (job(driver="podman"), ["CLU004"]),
        (job(group='constraint {\n  attribute = "${attr.cpu.arch}"\n  value = "arm64"\n}'), ["CLU005"]),
        (job(group='constraint {\n  attribute = "${attr.cpu.arch}"\n  value = "amd64"\n}'), []),
        (job(group='constraint {\n  attribute = "${node.class}"\n  value = "big"\n}'), ["CLU005"]),
        (job(group="service {}"), ["CLU006"]),
        (job(group='service {\n  provider = "nomad"\n}'), []),
        (job(group=HOST_VOLUME), ["CLU007"]),
        (job(group=CSI_VOLUME), ["CLU008"]),
        (job(task='resources {\n  device "nvidia/gpu" {}\n}'), ["CLU009"]),
        (job(group='network {\n  mode = "cni/mine"\n}'), ["CLU010"]),
        (job(group='network {\n  port "p" {\n    host_network = "public"\n  }\n}'), ["CLU010"]),
        (job(group='network {\n  port "p" {\n    host_network = "default"\n  }\n}'), []),
        (job(group=PORT), []),
        (job(task="resources {\n  memory = 9000\n}"), ["CLU012"]),
        (job(task="resources {\n  memory = 8000\n}"), []),
        (job(group="count = 3\nconstraint {\n  distinct_hosts = true\n}"), ["CLU014"]),
        (job(group="count = 2\nconstraint {\n  distinct_hosts = true\n}"), []),
        (job(task="resources {\n  cores = 2\n}"), ["CLU012"]),
        (job(group="count = 0", driver="podman"), []),
        (job('node_pool = "gpu"', group="count = 0"), []),
        (job('datacenters = ["dc9"]', group="count = 0"), []),
    ],
)
def test_two_plain_nodes(text: str, found: list[str]) -> None:
    assert sorted(set(codes(text, "CLU", state=state(node("a1"), node("a2"))))) == found


@pytest.mark.parametrize(
    ("text", "nodes", "found"),
    [
        (job(), [node("a1", SchedulingEligibility="ineligible")], ["CLU002"]),
        (job(group=HOST_VOLUME), [node("a1", HostVolumes={"v": {"Name": "v"}})], []),
        (job(group=HOST_VOLUME), [node("a1", HostVolumes={"v": {"Name": "v", "ReadOnly": True}})], ["CLU007"]),
        (job(driver="exec"), [node("a1", Drivers={"exec": {"Detected": True, "Healthy": False}})], ["CLU004"]),
        (
            job(group='constraint {\n  attribute = "${meta.a}"\n  value = "1"\n}\nconstraint {\n  attribute = "${meta.b}"\n  value = "1"\n}'),
            [node("a1", Meta={"a": "1"}), node("a2", Meta={"b": "1"})],
            ["CLU015"],
        ),
    ],
)
def test_nodes_that_differ(text: str, nodes: list[dict[str, Any]], found: list[str]) -> None:
    assert codes(text, "CLU", state=state(*nodes)) == found


def holder(job_id: str, on: str, port: int = 8080) -> dict[str, Any]:
    """An allocation of another job that has a static port."""
    return {
        "ID": f"11111111-0000-4000-8000-{on:>012}",
        "Name": f"{job_id}.g[0]",
        "NodeID": node(on)["ID"],
        "JobID": job_id,
        "TaskGroup": "g",
        "DesiredStatus": "run",
        "ClientStatus": "running",
        "AllocatedResources": {
            "Shared": {
                "Networks": [{"IP": "10.0.0.1", "ReservedPorts": [{"Label": "p", "Value": port}]}],
                "Ports": [{"Label": "p", "Value": port, "HostIP": "10.0.0.1"}],
            },
            "Tasks": {},
        },
    }


def large(**resources: Any) -> dict[str, Any]:
    """Resources of a node, changed."""
    return {"NodeResources": {**node("0")["NodeResources"], **resources}}


ZONE_B = 'constraint {\n  attribute = "${meta.zone}"\n  value = "b"\n}\n'
IN_A, IN_B = {"Meta": {"zone": "a"}}, {"Meta": {"zone": "b"}}
VOLUME_V = {"HostVolumes": {"v": {"Name": "v"}}}


@pytest.mark.parametrize(
    ("text", "others", "found"),
    [
        (job(group=ZONE_B + HOST_VOLUME), [node("a1", **IN_A, **VOLUME_V), node("a2", **IN_B)], ["CLU015"]),
        (job(group=ZONE_B + HOST_VOLUME), [node("a1", **IN_A), node("a2", **IN_B, **VOLUME_V)], []),
        (job(group=ZONE_B, task="resources {\n  memory = 9000\n}"), [node("a1", **IN_A, **large(Memory={"MemoryMB": 9999})), node("a2", **IN_B)], ["CLU015"]),
        (job(group=ZONE_B, task="resources {\n  memory = 8000\n}"), [node("a1", **IN_A, **large(Memory={"MemoryMB": 9999})), node("a2", **IN_B)], []),
        (job(group=ZONE_B + PORT), [node("a1", **IN_A), node("b2", **IN_B)], ["CLU015"]),
        (job(group=ZONE_B + PORT), [node("a1", **IN_A), node("b2", **IN_B), node("a3", **IN_B)], []),
    ],
)
def test_needs_that_no_node_meets_together(text: str, others: list[dict[str, Any]], found: list[str]) -> None:
    """Another job has the port 8080 on the node b2."""
    cluster = state(*others, jobs=[{"ID": "b", "TaskGroups": [{"Name": "g"}]}], allocations=[holder("b", "b2")])
    assert codes(text, "CLU", state=cluster) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (job(group=MESH.replace("TASK", ""), driver="exec"), ["CLU004"]),
        (job(group=MESH.replace("TASK", '    sidecar_task {\n      driver = "exec"\n    }\n'), driver="exec"), []),
        (job(group="count = 0\n" + MESH.replace("TASK", ""), driver="exec"), []),
    ],
)
def test_the_proxy_that_connect_adds_needs_its_driver(text: str, found: list[str]) -> None:
    networks = large(Networks=[{"Mode": "host", "Device": "eth0", "IP": "10.0.0.1"}, {"Mode": "bridge"}])
    plain = node("a1", Drivers={"exec": {"Detected": True, "Healthy": True}}, **networks)
    assert codes(text, "CLU004", state=state(plain)) == found


CORES = {"Processors": {"Topology": {"Cores": [{"ID": number, "BaseSpeed": 2000} for number in range(4)]}}}


@pytest.mark.parametrize(
    ("resources", "found"),
    [("cores = 4", []), ("cores = 5", ["CLU012"]), ("cores = 4\n  memory = 9000", ["CLU012"]), ("cores = 5\n  memory = 9000", ["CLU012", "CLU012"])],
)
def test_reserved_cores(resources: str, found: list[str]) -> None:
    assert codes(job(task=f"resources {{\n  {resources}\n}}"), "CLU", state=state(node("a1", **large(**CORES)))) == found


@pytest.mark.parametrize(
    ("group", "body", "found"),
    [
        ("count = 2\nconstraint {\n  distinct_hosts = true\n}\n" + ZONE_B, "", []),
        ("count = 3\nconstraint {\n  distinct_hosts = true\n}\n" + ZONE_B, "", ["CLU014"]),
        ("count = 3\n" + ZONE_B, "constraint {\n  distinct_hosts = true\n}", ["CLU014"]),
        ('count = 2\nconstraint {\n  distinct_property = "${meta.zone}"\n}', "", []),
        ('count = 3\nconstraint {\n  distinct_property = "${meta.zone}"\n}', "", ["CLU014"]),
        ('count = 3\nconstraint {\n  distinct_property = "${meta.zone}"\n  value = 2\n}', "", []),
        ("count = 3", 'constraint {\n  distinct_property = "${meta.zone}"\n}', ["CLU014"]),
    ],
)
def test_instances_that_must_be_apart(group: str, body: str, found: list[str]) -> None:
    """Three nodes, two of them in zone b."""
    assert codes(job(body, group=group), "CLU", state=state(node("a1", **IN_A), node("a2", **IN_B), node("a3", **IN_B))) == found


@pytest.mark.parametrize(
    ("count", "names", "found"),
    [(2, ["v[0]", "v[1]"], []), (2, ["v[0]"], ["CLU007"]), (1, ["v[0]"], []), (1, ["v"], ["CLU007"])],
)
def test_a_host_volume_for_each_instance(count: int, names: list[str], found: list[str]) -> None:
    nodes = [node(f"a{number}", HostVolumes={name: {"Name": name}}) for number, name in enumerate(names)]
    apart = "constraint {\n  distinct_hosts = true\n}\n" if count == len(nodes) else ""
    assert codes(job(group=f"count = {count}\n{apart}{VOLUME_OF_EACH}"), "CLU", state=state(*nodes)) == found


def test_a_csi_volume_for_each_instance() -> None:
    runs = {"CSINodePlugins": {"nfs": {"Healthy": True}}}
    text = job(group="count = 2\n" + CSI_VOLUME.replace("source", "per_alloc = true\n  source"))
    volumes = [
        {"ID": f"v[{n}]", "Namespace": "default", "PluginID": "nfs", "Schedulable": True, "RequestedCapabilities": [{"AccessMode": "single-node-writer"}]}
        for n in range(2)
    ]
    assert codes(text, "CLU", state=state(node("a1", **runs), csi_volumes=volumes)) == []
    assert codes(text, "CLU", state=state(node("a1", **runs), csi_volumes=volumes[:1])) == ["CLU008"]


def test_csi_volumes() -> None:
    volume = {"ID": "v", "Namespace": "default", "PluginID": "nfs"}
    runs = {"CSINodePlugins": {"nfs": {"Healthy": True}}}
    assert codes(job(group=CSI_VOLUME), "CLU", state=state(node("a1", **runs), csi_volumes=[volume])) == []
    assert codes(job(group=CSI_VOLUME), "CLU", state=state(node("a1"), csi_volumes=[volume])) == ["CLU008"]


def test_a_port_that_another_job_holds_everywhere() -> None:
    for job_id, found in (("b", ["CLU011"]), ("web", [])):
        cluster = state(node("a1"), jobs=[{"ID": job_id, "TaskGroups": [{"Name": "g"}]}], allocations=[holder(job_id, "a1")])
        assert codes(job(group=PORT), "CLU011", state=cluster) == found


@pytest.mark.parametrize(("priority", "enabled", "found"), [(60, True, []), (50, True, ["CLU011"]), (60, False, ["CLU011"])])
def test_a_port_that_may_be_preempted_is_not_taken(priority: int, enabled: bool, found: list[str]) -> None:
    cluster = state(
        node("a1"),
        jobs=[{"ID": "b", "Priority": 50, "TaskGroups": [{"Name": "g"}]}],
        allocations=[holder("b", "a1")],
        scheduler_config={"PreemptionConfig": {"ServiceSchedulerEnabled": enabled}},
    )
    assert codes(job(f"priority = {priority}", group=PORT), "CLU", state=cluster) == found


@pytest.mark.parametrize(
    ("old", "body", "found"),
    [
        ({"Type": "service"}, "", []),
        ({"Type": "batch"}, "", ["CLU013"]),
        ({"Type": "batch", "Periodic": {"Spec": "@daily"}}, 'type = "batch"', ["CLU013"]),
        ({"Type": "batch"}, 'type = "batch"\nparameterized {}', ["CLU013"]),
        ({"Type": "batch", "Stop": True}, "", []),
    ],
)
def test_what_a_job_cannot_become(old: dict[str, Any], body: str, found: list[str]) -> None:
    cluster = state(node("a1"), jobs=[{"ID": "web", "TaskGroups": [{"Name": "web"}], **old}])
    assert codes(job(body), "CLU013", state=cluster) == found


def test_regions() -> None:
    cluster = state(node("a1"), region="eu", regions=["eu", "us"])
    assert codes(job('region = "us"'), "CLU001", state=cluster) == []
    assert codes(job('region = "asia"'), "CLU001", state=cluster) == ["CLU001"]


def test_without_nodes_or_state_nothing_is_known() -> None:
    text = job('datacenters = ["dc9"]\nnode_pool = "gpu"', group=HOST_VOLUME)
    assert codes(text, "CLU") == []
    assert codes(text, "CLU", state=state()) == []


def test_unknown_values_are_passed_over() -> None:
    text = 'variable "x" {\n  type = string\n}\n' + job("datacenters = [var.x]")
    assert [code for code in codes(text, "CLU", state=state(node("a1"))) if code == "CLU003"] == []


def test_errors_agree_with_what_is_placed(goldens: Path) -> None:
    """Where a rule about the cluster finds an error, the scheduler does not place everything."""
    corpus = goldens / "corpus"
    cluster = nomadspec.open_state(str(corpus / "states" / "docker-agent.json"))
    wrong = []
    cases = [json.loads(line) for line in (corpus / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    assert cases
    for case in cases:
        if case["format"] != "hcl" or case["plan_docker_exit"] not in (0, 1) or case["siblings"]:
            continue
        values = (corpus / "jobs" / case["vars"]["file"],) if case["vars"] else ()
        found = nomadspec.lint(corpus / case["file"], {"select": ["CLU"]}, cluster, environ={}, fs="none", var_files=values)
        errors = [d.message for d in found if d.code.startswith("CLU") and d.severity == "error"]
        plan = json.loads((corpus / case["golden"]).read_text(encoding="utf-8"))["plan_docker_text"] if errors else ""
        counts = [group.count for group in nomadspec.compile(corpus / case["file"], environ={}, var_files=values).job.group or ()] if errors else []
        if errors and "Failed to place" not in plan and any(count != 0 for count in counts):
            wrong.append((case["file"], errors))
    assert not wrong
