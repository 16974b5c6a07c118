"""Preemption: which allocations go, and which never do."""

from __future__ import annotations

from typing import Any

import pytest

from nomadspec.scheduler.preemption import preemption_score
from tests.scheduler.placement_cases import allocation, cluster, job, node, only_group, stack_for, stored

ALLOWED = {"scheduler_config": {"PreemptionConfig": {"ServiceSchedulerEnabled": True}}}
JOBS = [stored("low", 20), stored("mid", 40), stored("near", 45), stored("web", 50)]


def preempted(there: list[dict[str, Any]], *, on: dict[str, Any] | None = None, wanted: Any = None, **members: Any) -> list[str] | None:
    """Names of the victims, None when there is no room even so."""
    wanted = wanted or job(task={"CPU": 1000, "MemoryMB": 1000})
    state = cluster(on or node("a"), allocations=there, jobs=JOBS, **{**ALLOWED, **members})
    option = stack_for(state, wanted).select(only_group(wanted), "web.g[0]")
    return None if option is None else sorted(a.id.removesuffix("-a") for a in option.preempted)


def test_not_without_leave() -> None:
    there = [allocation("x", "a", job_id="low", cpu=4000)]
    assert preempted(there) == ["x"]
    assert preempted(there, scheduler_config={}) is None


def test_nobody_goes_when_there_is_room() -> None:
    assert preempted([allocation("x", "a", job_id="low", cpu=3000)]) == []


@pytest.mark.parametrize(("owner", "victims"), [("low", ["x"]), ("mid", ["x"]), ("near", None), ("web", None)])
def test_only_much_less_important_jobs(owner: str, victims: list[str] | None) -> None:
    assert preempted([allocation("x", "a", job_id=owner, cpu=4000)]) == victims


def test_the_least_important_and_the_best_fitting_go() -> None:
    there = [
        allocation("big", "a", job_id="low", cpu=2000, memory=1000),
        allocation("fitting", "a", job_id="low", cpu=1000, memory=1000),
        allocation("important", "a", job_id="mid", cpu=1000, memory=1000),
    ]
    assert preempted(there) == ["fitting"]


def test_what_is_not_needed_after_all_stays() -> None:
    there = [allocation("small", "a", job_id="low", cpu=900, memory=900), allocation("large", "a", job_id="mid", cpu=3100, memory=3000)]
    assert preempted(there) == ["large"]


def test_holders_of_a_static_port() -> None:
    def holding(name: str, owner: str, *, static: bool = True) -> dict[str, Any]:
        port = {"Label": "x", "Value": 80}
        network = {"IP": "10.0.0.9", "ReservedPorts" if static else "DynamicPorts": [port]}
        return allocation(name, "a", job_id=owner, shared={"Networks": [network], "Ports": [{**port, "HostIP": "10.0.0.9"}]})

    wanted = job(group={"Networks": [{"ReservedPorts": [{"Label": "http", "Value": 80}]}]})
    on = node("a", ip="10.0.0.9")
    assert preempted([holding("x", "low")], on=on, wanted=wanted) == ["x"]
    assert preempted([holding("x", "near")], on=on, wanted=wanted) is None
    # A port drawn from the dynamic range is never taken away.
    assert preempted([holding("x", "low", static=False)], on=on, wanted=wanted) is None


def test_devices_of_the_cheapest_group() -> None:
    def group(name: str) -> dict[str, Any]:
        return {"Vendor": "nvidia", "Type": "gpu", "Name": name, "Instances": [{"ID": f"{name}-0", "Healthy": True}]}

    def holding(name: str, owner: str) -> dict[str, Any]:
        return allocation(name, "a", job_id=owner, task={"Devices": [{"Vendor": "nvidia", "Type": "gpu", "Name": name, "DeviceIDs": [f"{name}-0"]}]})

    on = node("a", resources={"Devices": [group("t4"), group("p4")]})
    wanted = job(task={"Devices": [{"Name": "gpu", "Count": 1}]})
    assert preempted([holding("t4", "mid"), holding("p4", "low")], on=on, wanted=wanted) == ["p4"]


def test_the_score_falls_with_the_victims_priorities() -> None:
    class Victim:
        def __init__(self, priority: int) -> None:
            self.priority = priority

    assert preemption_score([Victim(20)]) > preemption_score([Victim(20), Victim(20)]) > preemption_score([Victim(90)] * 30)  # type: ignore[list-item]
    assert 0 < preemption_score([Victim(1)]) < 1  # type: ignore[list-item]


def test_the_metric_is_that_of_the_preempting_run() -> None:
    wanted = job(task={"CPU": 1000, "MemoryMB": 1000})
    state = cluster(node("a"), allocations=[allocation("x", "a", job_id="low", cpu=4000)], jobs=JOBS, **ALLOWED)
    option = stack_for(state, wanted).select(only_group(wanted), "web.g[0]")
    assert option is not None
    assert (option.metric.nodes_evaluated, option.metric.nodes_exhausted) == (1, 0)
    assert list(option.metric.best[0].scores) == ["binpack", "job-anti-affinity", "node-reschedule-penalty", "node-affinity", "preemption"]


def test_what_one_victim_frees_to_the_last_bit_plays_no_part_in_the_choice_of_the_next() -> None:
    there = [
        allocation("all-memory", "a", job_id="low", cpu=200, memory=1000),
        allocation("most-cpu", "a", job_id="low", cpu=900, memory=0),
        allocation("rest", "a", job_id="near", cpu=2900),
    ]
    assert preempted(there) == ["all-memory", "most-cpu"]


def test_a_job_of_that_name_in_another_namespace_is_another_job() -> None:
    there = [allocation("x", "a", job_id="web", cpu=4000)]
    state = cluster(node("a"), allocations=there, jobs=[stored("web", 20)], **ALLOWED)
    for namespace, victims in (("team", ["x-a"]), ("default", None)):
        wanted = job(task={"CPU": 1000}, Namespace=namespace)
        option = stack_for(state, wanted).select(only_group(wanted), "web.g[0]")
        assert (None if option is None else [a.id for a in option.preempted]) == victims


@pytest.mark.parametrize(("memory", "disk", "victims"), [(8000, 300, ["x"]), (8001, 300, None), (100, 50000, ["x"]), (100, 50001, None)])
def test_victims_may_free_just_enough(memory: int, disk: int, victims: list[str] | None) -> None:
    there = [allocation("x", "a", job_id="low", memory=8000, shared={"DiskMB": 50000})]
    assert preempted(there, wanted=job(task={"CPU": 10, "MemoryMB": memory}, group={"EphemeralDisk": {"SizeMB": disk}})) == victims


@pytest.mark.parametrize(("held", "wanted", "victims"), [(1, 2, ["x"]), (2, 1, ["x"]), (2, 2, ["x"]), (1, 3, None), (1, 1, [])])
def test_what_is_free_of_a_device_counts(held: int, wanted: int, victims: list[str] | None) -> None:
    gpu = {"Vendor": "nvidia", "Type": "gpu", "Name": "t4", "Instances": [{"ID": f"t4-{i}", "Healthy": True} for i in range(2)]}
    device = {"Vendor": "nvidia", "Type": "gpu", "Name": "t4", "DeviceIDs": [f"t4-{i}" for i in range(held)]}
    there = [allocation("x", "a", job_id="low", task={"Devices": [device]})]
    asked = job(task={"Devices": [{"Name": "gpu", "Count": wanted}]})
    assert preempted(there, on=node("a", resources={"Devices": [gpu]}), wanted=asked) == victims


@pytest.mark.parametrize(
    ("owner", "mbits", "port", "asked", "victims"),
    [
        ("low", 100, 80, {"MBits": 10, "ReservedPorts": [{"Label": "s", "Value": 80}]}, ["x"]),
        ("near", 100, 80, {"MBits": 10, "ReservedPorts": [{"Label": "s", "Value": 80}]}, None),
        ("near", 100, 81, {"MBits": 10, "ReservedPorts": [{"Label": "s", "Value": 80}]}, []),
        ("low", 900, 81, {"MBits": 100}, []),
        ("low", 900, 81, {"MBits": 101}, ["x"]),
        ("near", 900, 81, {"MBits": 101}, None),
        ("low", 900, 81, {"MBits": 1000}, ["x"]),
        ("low", 900, 81, {"MBits": 1001}, None),
    ],
)
def test_networks_of_tasks(owner: str, mbits: int, port: int, asked: dict[str, Any], victims: list[str] | None) -> None:
    """On one device: holders of the static ports, and of the bandwidth that is missing."""
    network = {"Device": "eth0", "IP": "10.0.0.9", "MBits": mbits, "ReservedPorts": [{"Label": "x", "Value": port}]}
    there = [allocation("x", "a", job_id=owner, task={"Networks": [network]})]
    assert preempted(there, on=node("a", ip="10.0.0.9"), wanted=job(task={"Networks": [asked]})) == victims


def test_the_nearest_to_what_is_needed_goes_first() -> None:
    there = [
        allocation("tiny", "a", job_id="low", cpu=100, memory=1000),
        allocation("fitting", "a", job_id="low", cpu=900, memory=1000),
        allocation("rest", "a", job_id="near", cpu=3000),
    ]
    assert preempted(there, wanted=job(task={"CPU": 900, "MemoryMB": 1000})) == ["fitting"]


def test_of_devices_the_least_important_holder_goes_however_many_another_holds() -> None:
    def holding(name: str, owner: str, *instances: int) -> dict[str, Any]:
        ids = [f"t4-{i}" for i in instances]
        return allocation(name, "a", job_id=owner, task={"Devices": [{"Vendor": "nvidia", "Type": "gpu", "Name": "t4", "DeviceIDs": ids}]})

    gpu = {"Vendor": "nvidia", "Type": "gpu", "Name": "t4", "Instances": [{"ID": f"t4-{i}", "Healthy": True} for i in range(3)]}
    wanted = job(task={"Devices": [{"Name": "gpu", "Count": 1}]})
    assert preempted([holding("one", "low", 0), holding("two", "mid", 1, 2)], on=node("a", resources={"Devices": [gpu]}), wanted=wanted) == ["one"]


def test_the_next_victim_is_the_nearest_to_what_is_still_needed() -> None:
    there = [
        allocation("first", "a", job_id="low", cpu=600),
        allocation("exact", "a", job_id="low", cpu=400),
        allocation("more", "a", job_id="low", cpu=500),
        allocation("rest", "a", job_id="near", cpu=2500),
    ]
    assert preempted(there, wanted=job(task={"CPU": 1000, "MemoryMB": 10})) == ["exact", "first"]
