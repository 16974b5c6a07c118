"""What an allocation holds: the sum over its tasks, by the phases of their lifecycle."""

from __future__ import annotations

import pytest

from nomadspec.cluster.resources import AllocatedResources, TaskAllocation, usage_of


def task(cpu: int, hook: str = "", *, sidecar: bool = False, cores: tuple[int, ...] = ()) -> TaskAllocation:
    return TaskAllocation(cpu, cpu, cores=cores, hook=hook, sidecar=sidecar)


@pytest.mark.parametrize(
    ("tasks", "cpu"),
    [
        ([task(100), task(200)], 300),
        ([task(100), task(500, "prestart")], 500),
        ([task(100), task(500, "prestart", sidecar=True)], 600),
        ([task(100), task(50, "poststart")], 150),
        ([task(100), task(500, "poststop")], 500),
        ([task(100), task(500, "poststop"), task(400, "prestart", sidecar=True), task(300, "prestart")], 700),
        # Reserved cores are held in every phase.
        ([task(100, "prestart"), task(500, "poststop", cores=(1,))], 600),
    ],
)
def test_tasks_that_never_run_together_share(tasks: list[TaskAllocation], cpu: int) -> None:
    assert usage_of(tasks, 0).cpu == cpu


def test_from_the_api() -> None:
    resources = AllocatedResources.from_api({
        "Shared": {
            "DiskMB": 300,
            "Networks": [{"IP": "10.0.0.1", "ReservedPorts": [{"Label": "http", "Value": 80}], "DynamicPorts": [{"Label": "rpc", "Value": 25000}]}],
            "Ports": [{"Label": "http", "Value": 80, "HostIP": "10.0.0.1"}, {"Label": "rpc", "Value": 25000, "HostIP": "10.0.0.1"}],
        },
        "TaskLifecycles": {"init": {"Hook": "prestart", "Sidecar": False}, "main": None},
        "Tasks": {
            "main": {"Cpu": {"CpuShares": 500, "ReservedCores": None}, "Memory": {"MemoryMB": 256}, "Devices": None},
            "init": {"Cpu": {"CpuShares": 600}, "Memory": {"MemoryMB": 100}},
        },
    })  # fmt: skip
    assert (resources.usage.cpu, resources.usage.memory, resources.usage.disk) == (600, 256, 300)
    assert [(p.label, p.reserved) for p in resources.ports] == [("http", True), ("rpc", False)]
    assert resources.holds_ports
