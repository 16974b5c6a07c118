"""What a search for nodes that fails means for the allocations that were to be replaced."""

from __future__ import annotations

from typing import Any

import pytest

from nomadspec.planner.plan import plan
from nomadspec.planner.result import Plan
from tests.planner.clusters import cluster, job, node

FAILED = {"server": {"State": "dead", "Failed": True, "FinishedAt": "2025-12-31T23:00:00Z"}}


def stored(number: int, *, node_number: int = 1, **members: Any) -> dict[str, Any]:
    """An allocation of `web`, as the API has it."""
    return {
        "ID": f"a{number}",
        "Name": f"web.api[{number}]",
        "JobID": "web",
        "JobVersion": 0,
        "TaskGroup": "api",
        "NodeID": f"{node_number:08x}-0000-0000-0000-000000000000",
        "DesiredStatus": "run",
        "ClientStatus": "running",
        "CreateIndex": number,
        "AllocatedResources": {"Shared": {"DiskMB": 300}, "Tasks": {"server": {"Cpu": {"CpuShares": 500}, "Memory": {"MemoryMB": 256}}}},
        **members,
    }


def planned(submitted: dict[str, Any], running: dict[str, Any], *allocs: dict[str, Any], cpu: int = 1000) -> Plan:
    """The plan of a job whose version 0 is `running` on one node."""
    state = cluster(node(1, cpu=cpu))
    first = plan(running, state)
    assert first.job is not None
    from nomadspec.jobspec.json.stored import block_to_stored

    return plan(submitted, cluster(node(1, cpu=cpu), jobs=[block_to_stored(first.job)], allocations=list(allocs)))


def entries(made: Plan) -> tuple[list[tuple[str, str, str]], list[tuple[str, str]]]:
    return [(stop.alloc.id, stop.desired, stop.description) for stop in made.stops], [(update.alloc.id, update.kind) for update in made.updates]


def test_a_replaced_reschedule_is_written_as_it_stands() -> None:
    running = job(count=1)
    made = planned(running, running, stored(0, ClientStatus="failed", TaskStates=FAILED))
    assert entries(made) == ([("a0", "run", "")], [])
    assert [(placement.name, [event.previous_id for event in placement.events]) for placement in made.placements] == [("web.api[0]", ["a0"])]


def test_without_room_the_first_failed_allocation_stays_and_the_others_are_stopped() -> None:
    running = job(count=2, cpu=5000)
    made = planned(running, running, *[stored(number, ClientStatus="failed", TaskStates=FAILED) for number in (0, 1)])
    stops, updates = entries(made)
    assert ("a1", "stop", "alloc was rescheduled because it failed") in stops
    assert updates == [("a0", "attribute")]
    assert made.failures["api"].coalesced_failures == 1


def test_without_room_a_destructive_update_leaves_all_running() -> None:
    made = planned(job(count=2, cpu=5000), job(count=2), *[stored(number) for number in (0, 1)])
    assert entries(made) == ([], [])
    assert {name: counts.destructive for name, counts in made.desired.items()} == {"api": 1}
    assert made.to_dict()["queued_allocations"] == {"api": 1}


def test_the_old_allocation_makes_room_for_the_new_one() -> None:
    made = planned(job(count=2, cpu=500, image="nginx:2"), job(count=2), *[stored(number) for number in (0, 1)])
    assert [placement.name for placement in made.placements] == ["web.api[0]"]
    assert entries(made)[0] == [("a0", "stop", "alloc is being updated due to job update")]


def test_an_allocation_whose_job_changed_its_type_keeps_no_slot() -> None:
    """Stopped allocations of a batch job keep their slot, but only those that ran as part of one."""
    as_batch = job(type="batch", count=1)
    made = planned(as_batch, job(count=1), stored(0, DesiredStatus="stop", ClientStatus="complete"))
    assert {name: (counts.ignore, counts.place) for name, counts in made.desired.items()} == {"api": (0, 1)}


def test_a_blocked_evaluation_is_of_the_job_s_type() -> None:
    made = plan(job(type="batch", cpu=9000), cluster(node(1)))
    assert [(evaluation.status, evaluation.type) for evaluation in made.created_evals] == [("blocked", "batch")]


@pytest.mark.parametrize(("disk", "where"), [({}, "node2"), ({"Sticky": True}, "node1"), ({"Migrate": True}, "node1")])
def test_a_sticky_disk_draws_the_new_allocation_to_its_node(disk: dict[str, Any], where: str) -> None:
    running = job(group={"EphemeralDisk": {"SizeMB": 300, **disk}})
    nodes = [node(1), node(2)]
    first = plan(running, cluster(*nodes))
    assert first.job is not None
    from nomadspec.jobspec.json.stored import block_to_stored

    failed = stored(0, ClientStatus="failed", TaskStates=FAILED)
    made = plan(running, cluster(*nodes, jobs=[block_to_stored(first.job)], allocations=[failed]))
    assert [placement.node.name for placement in made.placements] == [where]
