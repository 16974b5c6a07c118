"""How many more fit, why no more, and what would let more fit."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nomadspec
from tests.recorded import recorded
from tests.simulation.clusters import cluster, job, node, racks, running

if TYPE_CHECKING:
    from pathlib import Path

DISTINCT = {"Constraints": [{"Operand": "distinct_hosts", "RTarget": "true"}]}
ON_SSD = {"Constraints": [{"LTarget": "${meta.ssd}", "RTarget": "yes", "Operand": "="}]}


@pytest.mark.parametrize(
    ("wanted", "placed", "limits"),
    [
        (job(cpu=900), 8, [("cpu", 2, False)]),
        (job(cpu=10, memory=3000), 4, [("memory", 2, False)]),
        (job(group={"EphemeralDisk": {"SizeMB": 20000}}), 4, [("disk", 2, False)]),
        (job(group=DISTINCT), 2, [("distinct_hosts", 2, True)]),
        (job(group=ON_SSD), 0, [("${meta.ssd} = yes", 2, True)]),
        (job(cpu=4100), 0, [("cpu", 2, False)]),
        (job(type="system"), 2, []),
    ],
)
def test_what_runs_out(wanted: dict[str, Any], placed: int, limits: list[tuple[str, int, bool]]) -> None:
    found = nomadspec.capacity(wanted, cluster(node(1), node(2))).groups["api"]
    assert found.placed == found.applied == placed == sum(found.per_node.values())
    assert [(limit.reason, limit.nodes, limit.filter) for limit in found.limits] == limits


def test_of_a_job_that_runs_only_what_is_new_counts() -> None:
    state = running(job(count=3, cpu=900), nodes=[node(1), node(2)])
    assert nomadspec.capacity(job(count=3, cpu=900), state).groups["api"].placed == 5


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(500, 6000), st.integers(256, 4096)), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(1, 3), st.integers(100, 2000), st.integers(64, 1024)), max_size=3),
    st.tuples(st.integers(50, 3000), st.integers(32, 2048)),
)
def test_where_placements_do_not_interact_the_room_of_each_node_by_itself_says_how_many(
    sizes: list[tuple[int, int]], others: list[tuple[int, int, int]], asked: tuple[int, int]
) -> None:
    """The closed form: on each node what is free, divided by what is asked for. One evaluation places just that."""
    nodes = [node(number, cpu=cpu // 4 * 4, memory=memory) for number, (cpu, memory) in enumerate(sizes, 1)]
    state = running(*[job(f"other{i}", count=count, cpu=cpu, memory=memory) for i, (count, cpu, memory) in enumerate(others)], nodes=nodes)
    left = nomadspec.capacity(None, state).nodes
    cpu, memory = asked
    each = {name: min(room.free.cpu // cpu, room.free.memory // memory) for name, room in left.items()}
    found = nomadspec.capacity(job("new", cpu=cpu, memory=memory), state).groups["api"]
    assert found.per_node == {name: count for name, count in each.items() if count}


def test_other_groups_of_a_new_job_take_no_room() -> None:
    two = job(cpu=900)
    two["TaskGroups"].append({**two["TaskGroups"][0], "Name": "other", "Count": 4})
    found = nomadspec.capacity(two, cluster(node(1)))
    assert {name: group.placed for name, group in found.groups.items()} == {"api": 4, "other": 4}


def test_another_version_comes_in_steps() -> None:
    """One evaluation places the canary only: that is no answer to how much room there is, and the answer says so."""
    update = {"MaxParallel": 1, "Canary": 1}
    state = running(job(count=3, cpu=900, group={"Update": update}), nodes=[node(1), node(2)])
    same, other = (nomadspec.capacity(job(count=3, cpu=900, image=image, group={"Update": update}), state).groups["api"] for image in ("nginx:1", "nginx:2"))
    assert (same.placed, same.held_back) == (5, False)
    assert (other.placed, other.held_back, other.failed) == (1, True, None)


def test_no_more_than_asked_for() -> None:
    found = nomadspec.capacity(job(cpu=100), cluster(node(1)), most=5).groups["api"]
    assert (found.placed, found.failed, found.suggestions) == (5, None, ())


@pytest.mark.parametrize(
    ("wanted", "need", "texts"),
    [
        (job(cpu=1500), 3, ["cpu of task 'server': 1333 MHz instead of 1500", "one more node like node1"]),
        (job(cpu=10, memory=5000), 4, ["memory of task 'server': 2048 MB instead of 5000", "3 more nodes like node1"]),
        (job(group=DISTINCT), 2, ["without the constraint distinct_hosts true", "one more node like node1"]),
        (job(group=ON_SSD), 1, ["without the constraint ${meta.ssd} = yes"]),
    ],
)
def test_the_smallest_change_that_lets_more_fit(wanted: dict[str, Any], need: int, texts: list[str]) -> None:
    found = nomadspec.capacity(wanted, cluster(node(1)), need=need).groups["api"]
    assert [suggestion.text for suggestion in found.suggestions] == texts
    assert all(suggestion.more >= need - found.placed for suggestion in found.suggestions)


def test_a_job_that_a_server_would_refuse() -> None:
    found = nomadspec.capacity(job(NodePool="nope"), cluster())
    assert (found.ok, found.groups) == (False, {})
    assert "nope" in str(found.error)
    assert nomadspec.capacity(job(), cluster(), "apy").error == "no group 'apy' in the job (available: api)"


def test_the_room_that_is_left() -> None:
    state = running(job(cpu=1000, memory=1024), nodes=racks("r1", "r2"), latest_index=5)
    found = nomadspec.capacity(None, state)
    room = found.datacenters["dc1"]
    assert (room.nodes, room.ready, room.allocations) == (2, 2, 1)
    assert (room.total.cpu, room.used.cpu, room.free.cpu, room.largest.cpu) == (8000, 1000, 7000, 4000)
    assert list(found.nodes) == ["node1", "node2"]
    assert found.pools["default"].free == room.free
    assert not found.classes


def test_a_node_that_takes_nothing_has_no_room() -> None:
    room = nomadspec.capacity(None, cluster(node(1, SchedulingEligibility="ineligible"))).nodes["node1"]
    assert (room.ready, room.total.cpu, room.free.cpu, room.largest.memory) == (0, 4000, 0, 0)


def test_recorded_capacities(goldens: Path) -> None:
    paths = recorded(goldens / "capacity", "*.json")
    assert len(paths) > 60
    for path in paths:
        case = json.loads(path.read_text(encoding="utf-8"))
        expected = case["expected"]
        made = nomadspec.compile(case["job_hcl"], environ={}).job
        assert made is not None
        found = nomadspec.capacity(
            made,
            nomadspec.ClusterState.from_dict(case["state"]),
            case["group"],
            now=case["now"],
            eval_id=case["eval_id"],
            index=case["latest_index"],
            most=case["asked"],
        ).groups[case["group"]]
        assert (found.placed, dict(found.per_node)) == (expected["placed"], expected["per_node"]), path.stem
        assert (found.failed is None) == (expected["failed"] is None), path.stem
        if "applied" in expected:
            assert found.applied == expected["applied"]["placed"], path.stem
