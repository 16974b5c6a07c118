"""Fit: the first thing a node lacks names the dimension; what fits gets ports, cores and devices."""

from __future__ import annotations

from typing import Any

import pytest

from nomadspec.scheduler.fitting import packing
from tests.scheduler.placement_cases import allocation, cluster, job, node, only_group, stack_for, verdict, view_of


@pytest.mark.parametrize(
    ("wanted", "members", "word"),
    [
        ({"CPU": 3001}, {}, "cpu"),
        ({"CPU": 3000}, {}, ""),
        ({"MemoryMB": 7001}, {}, "memory"),
        ({"MemoryMB": 6000, "SecretsMB": 1001}, {}, "memory"),
        ({"CPU": 9999, "MemoryMB": 9999}, {}, "cpu"),
        ({"MemoryMaxMB": 99999}, {}, ""),
        ({"Cores": 4}, {}, "cpu"),
        ({"Cores": 5}, {}, "cores"),
        ({}, {"NodeMaxAllocs": 1}, "max allocation exceeded"),
        ({}, {"NodeMaxAllocs": 2}, ""),
        ({}, {"disk": 299}, "disk"),
        ({"CPU": 2500}, {"ReservedResources": {"Cpu": {"CpuShares": 501}}}, "cpu"),
    ],
)
def test_dimensions(wanted: dict[str, Any], members: dict[str, Any], word: str) -> None:
    there = [allocation("x", "a", cpu=1000, memory=1000)]
    assert verdict(job(task=wanted), node("a", **members), allocations=there) == word
    if word != "max allocation exceeded":
        ended = [{**there[0], "ClientStatus": "failed"}]
        assert verdict(job(task={**wanted, "CPU": 10, "MemoryMB": 10, "SecretsMB": 0}), node("a", **members), allocations=ended) in ("", word)


def port(label: str, static: int = 0, **members: Any) -> dict[str, Any]:
    return {"Label": label, **({"Value": static} if static else {}), **members}


TWO_ADDRESSES = {
    "NodeNetworks": [{"Mode": "host", "Device": "eth0", "Addresses": [{"Address": "10.0.0.9", "Alias": "default"}, {"Address": "fd00::9", "Alias": "default"}]}]
}


def holder(value: int, address: str, **members: Any) -> dict[str, Any]:
    return {"Ports": [{"Label": "x", "Value": value, "HostIP": address, **members}]}


@pytest.mark.parametrize(
    ("network", "shared", "members", "word"),
    [
        ({"ReservedPorts": [port("http", 80)]}, holder(80, "10.0.0.9"), {}, "network: reserved port collision http=80"),
        ({"ReservedPorts": [port("http", 80, IgnoreCollision=True)]}, holder(80, "10.0.0.9"), {}, ""),
        ({"ReservedPorts": [port("http", 80)]}, holder(80, "10.0.0.9"), {"resources": TWO_ADDRESSES}, ""),
        (
            {"ReservedPorts": [port("http", 80)]},
            {},
            {"ReservedResources": {"Networks": {"ReservedHostPorts": "22,70-90"}}},
            "network: reserved port collision http=80",
        ),
        ({"DynamicPorts": [port("p")]}, holder(80, "10.0.0.9"), {"ReservedResources": {"Networks": {"ReservedHostPorts": "80"}}}, "network: port collision"),
        ({"DynamicPorts": [port(f"p{i}") for i in range(10)]}, {}, {}, ""),
        ({"DynamicPorts": [port(f"p{i}") for i in range(11)]}, {}, {}, "network: dynamic port selection failed"),
        # A static port of the same ask is never drawn.
        ({"ReservedPorts": [port("s", 20009)], "DynamicPorts": [port(f"p{i}") for i in range(10)]}, {}, {}, "network: dynamic port selection failed"),
    ],
)
def test_ports(network: dict[str, Any], shared: dict[str, Any], members: dict[str, Any], word: str) -> None:
    on = node("a", ip="10.0.0.9", **members)
    assert verdict(job(group={"Networks": [network]}), on, allocations=[allocation("x", "a", shared=shared)]) == word


def test_offered_ports() -> None:
    wanted = job(group={"Networks": [{"ReservedPorts": [port("http", 80, To=8080)], "DynamicPorts": [port("a", To=-1), port("b")]}]})
    option = stack_for(cluster(node("n", ip="10.0.0.9")), wanted).select(only_group(wanted), "web.g[0]")
    assert option is not None
    http, a, b = option.resources.ports
    assert (http.value, http.to, http.host_ip, http.reserved) == (80, 8080, "10.0.0.9", True)
    assert a.to == a.value
    assert 20000 <= b.value <= 20009
    assert a.value != b.value
    assert option.resources.networks[0].ip == "10.0.0.9"


@pytest.mark.parametrize(
    ("mbits", "static", "word"),
    [(900, 81, ""), (950, 81, "network: bandwidth exceeded"), (900, 80, "network: reserved port collision s=80")],
)
def test_networks_of_tasks(mbits: int, static: int, word: str) -> None:
    held = {"Networks": [{"Device": "eth0", "IP": "10.0.0.9", "MBits": 100, "ReservedPorts": [port("x", 80)]}]}
    wanted = job(task={"Networks": [{"MBits": mbits, "ReservedPorts": [port("s", static)]}]})
    assert verdict(wanted, node("a", ip="10.0.0.9"), allocations=[allocation("x", "a", task=held)]) == word


def test_cores_are_the_lowest_free_ones_and_decide_the_cpu() -> None:
    held = {"Cpu": {"CpuShares": 1000, "ReservedCores": [0]}}
    cores = [{"ID": i, "BaseSpeed": 1000, "Disable": i == 1} for i in range(5)]
    on = node("a", resources={"Processors": {"Topology": {"Cores": cores}}})
    wanted = job(task={"CPU": 0, "Cores": 2})
    option = stack_for(cluster(on, allocations=[allocation("x", "a", task=held)]), wanted).select(only_group(wanted), "web.g[0]")
    assert option is not None
    task = option.resources.tasks["t"]
    assert (task.cores, task.cpu) == ((2, 3), 2000)


@pytest.mark.parametrize(
    ("algorithm", "cpu", "memory", "score"),
    [
        ("binpack", 0, 0, 0.0),
        ("binpack", 4000, 8000, 1.0),
        ("spread", 0, 0, 1.0),
        ("spread", 4000, 8000, 0.0),
        ("binpack", 2000, 4000, (20 - 2 * 10**0.5) / 18),
    ],
)
def test_packing(algorithm: str, cpu: int, memory: int, score: float) -> None:
    state = cluster(node("a"))
    view, _ = view_of(state, state.nodes["a-id"], job())
    assert packing(view.facts, cpu, memory, algorithm) == pytest.approx(score)


GPU = {
    "Vendor": "nvidia",
    "Type": "gpu",
    "Name": "t4",
    "Instances": [{"ID": "t4-0", "Healthy": True}, {"ID": "t4-1", "Healthy": True}, {"ID": "t4-2", "Healthy": False}],
}
OLD = {"Vendor": "nvidia", "Type": "gpu", "Name": "p4", "Instances": [{"ID": "p4-0", "Healthy": True}], "Attributes": {"memory": {"Int": 8, "Unit": "GiB"}}}


def gpus(**members: Any) -> dict[str, Any]:
    return {"Devices": [{"Name": "gpu", "Count": 1, **members}]}


@pytest.mark.parametrize(
    ("request_", "word"),
    [
        (gpus(), ""),
        (gpus(Name="nvidia/gpu"), ""),
        (gpus(Name="nvidia/gpu/p4"), ""),
        (gpus(Name="nvidia/gpu/a100"), "missing devices"),
        (gpus(Name="fpga"), "missing devices"),
        (gpus(Count=2), ""),
        # Three healthy ones exist, but in two groups.
        (gpus(Count=3), "devices: no devices match request"),
        (gpus(Count=4), "missing devices"),
        (gpus(Constraints=[{"LTarget": "${device.attr.memory}", "Operand": ">=", "RTarget": "7 GiB"}]), ""),
        (gpus(Constraints=[{"LTarget": "${device.attr.memory}", "Operand": ">=", "RTarget": "9 GiB"}]), "missing devices"),
        (gpus(Constraints=[{"LTarget": "${device.model}", "Operand": "=", "RTarget": "t4"}]), ""),
    ],
)
def test_devices(request_: dict[str, Any], word: str) -> None:
    assert verdict(job(task=request_), node("a", resources={"Devices": [GPU, OLD]})) == word


def test_devices_in_use_are_not_assigned_and_affinities_choose_the_group() -> None:
    held = {"Devices": [{"Vendor": "nvidia", "Type": "gpu", "Name": "t4", "DeviceIDs": ["t4-0"]}]}
    wanted = job(task=gpus(Affinities=[{"LTarget": "${device.model}", "Operand": "=", "RTarget": "t4", "Weight": 50}]))
    stack = stack_for(cluster(node("a", resources={"Devices": [GPU, OLD]}), allocations=[allocation("x", "a", task=held)]), wanted)
    option = stack.select(only_group(wanted), "web.g[0]")
    assert option is not None
    assert [d.ids for d in option.resources.tasks["t"].devices] == [("t4-1",)]
    assert option.metric.best[0].scores["devices"] == 1.0


def test_a_dynamic_port_of_a_task_is_none_of_its_static_ones() -> None:
    wanted = job(task={"Networks": [{"MBits": 10, "ReservedPorts": [port("s", 20009)], "DynamicPorts": [port("d")]}]})
    option = stack_for(cluster(node("a", ip="10.0.0.9")), wanted).select(only_group(wanted), "web.g[0]")
    assert option is not None
    (network,) = option.resources.tasks["t"].networks
    assert [(p.label, p.value) for p in (*network.reserved_ports, *network.dynamic_ports)] == [("s", 20009), ("d", 20008)]


@pytest.mark.parametrize(("mode", "given"), [({"Mode": "host"}, "host"), ({}, "")])
def test_the_mode_of_a_task_s_network(mode: dict[str, str], given: str) -> None:
    wanted = job(task={"Networks": [{"MBits": 10, **mode}]})
    option = stack_for(cluster(node("a", ip="10.0.0.9")), wanted).select(only_group(wanted), "web.g[0]")
    assert option is not None
    assert [network.mode for network in option.resources.tasks["t"].networks] == [given]
