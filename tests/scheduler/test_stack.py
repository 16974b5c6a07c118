"""The stack: candidates, the ring and its limit, scores, the plan so far."""

from __future__ import annotations

from typing import Any

import pytest

from nomadspec._generated.job_model import Job
from nomadspec.scheduler.candidates import candidates, datacenter_matcher
from nomadspec.scheduler.metric import AllocMetric
from nomadspec.scheduler.option import Option
from nomadspec.scheduler.placement import Stack
from tests.scheduler.placement_cases import allocation, cluster, job, node, only_group, stack_for, stored, view_of


def place(stack: Stack, wanted: Job, number: int = 0, **options: Any) -> Option | None:
    """Selects and takes."""
    option = stack.select(only_group(wanted), f"{wanted.id}.g[{number}]", **options)
    if option is not None:
        stack.context.place(option, wanted, "g", f"{wanted.id}.g[{number}]")
    return option


@pytest.mark.parametrize(
    ("wanted", "datacenter", "found"),
    [
        (["dc1"], "dc1", True),
        (["dc1"], "dc12", False),
        (["*"], "x", True),
        (["eu-*"], "eu-1", True),
        (["eu-*-b"], "eu-1-b", True),
        (["a*b*c"], "ac", False),
        ([], "dc1", False),
    ],
)
def test_datacenters(wanted: list[str], datacenter: str, found: bool) -> None:
    assert datacenter_matcher(job(Datacenters=wanted))(datacenter) is found


def test_candidates() -> None:
    state = cluster(node("a"), node("b", Datacenter="dc2"), node("c", Status="down"), node("d", NodePool="gpu"), node("e", SchedulingEligibility="ineligible"))
    found = candidates(state, job())
    assert [n.name for n in found.nodes] == ["a", "b"]
    assert [n.name for n in found.not_ready] == ["c", "e"]
    assert found.available == {"dc1": 1, "dc2": 1}
    assert [n.name for n in candidates(state, job(NodePool="all")).nodes] == ["a", "b", "d"]
    assert [n.name for n in candidates(state, job(Datacenters=["dc2"])).nodes] == ["b"]


@pytest.mark.parametrize(("kind", "nodes", "looked"), [("batch", 16, 2), ("service", 16, 4), ("service", 17, 5), ("service", 3, 2), ("service", 1, 1)])
def test_as_many_options_as_the_limit(kind: str, nodes: int, looked: int) -> None:
    wanted = job(Type=kind)
    stack = stack_for(cluster(*(node(f"n{i}") for i in range(nodes))), wanted)
    place(stack, wanted)
    assert stack.metric.nodes_evaluated == looked


def test_the_ring_goes_on_where_it_stopped() -> None:
    wanted = job(Type="batch", count=4)
    stack = stack_for(cluster(*(node(f"n{i}") for i in range(4))), wanted)
    seen = [[score.node_id for score in option.metric.best] for i in range(4) if (option := place(stack, wanted, i))]
    assert sorted(seen[0] + seen[1]) == [f"n{i}-id" for i in range(4)]


def test_with_affinities_many_more_are_looked_at() -> None:
    wanted = job(Affinities=[{"LTarget": "${node.class}", "Operand": "=", "RTarget": "x", "Weight": 50}])
    stack = stack_for(cluster(*(node(f"n{i}") for i in range(20))), wanted)
    place(stack, wanted)
    assert stack.metric.nodes_evaluated == 20


def test_options_that_score_nothing_are_set_aside() -> None:
    """Three nodes with an allocation of the job score below zero: the limit of two is filled with others."""
    there = [allocation(f"x{i}", f"n{i}", job_id="web") for i in range(3)]
    wanted = job(Type="batch", count=4)
    stack = stack_for(cluster(*(node(f"n{i}") for i in range(5)), allocations=there, jobs=[stored("web")]), wanted)
    option = place(stack, wanted)
    assert option is not None
    assert option.node.name in ("n3", "n4")
    assert option.score > 0


def test_anti_affinity_and_penalty() -> None:
    wanted = job(count=4)
    state = cluster(node("a"), allocations=[allocation("x", "a", job_id="web", cpu=500, memory=256)], jobs=[stored("web")])
    option = place(stack_for(state, wanted), wanted, penalty_nodes={"a-id"})
    assert option is not None
    scores = option.metric.best[0].scores
    assert scores["job-anti-affinity"] == -2 / 4
    assert scores["node-reschedule-penalty"] == -1
    assert option.score == pytest.approx((scores["binpack"] - 0.5 - 1) / 3)


def test_affinity_is_the_weighted_share() -> None:
    def like(rack: str, weight: int) -> dict[str, Any]:
        return {"LTarget": "${meta.rack}", "Operand": "=", "RTarget": rack, "Weight": weight}

    wanted = job(Affinities=[like("r1", 50)], group={"Affinities": [like("r2", -100)]})
    stack = stack_for(cluster(node("a", Meta={"rack": "r1"}), node("b", Meta={"rack": "r2"}), node("c")), wanted)
    place(stack, wanted)
    assert {s.node_id: s.scores["node-affinity"] for s in stack.metric.best} == {"a-id": 50 / 150, "b-id": -100 / 150, "c-id": 0}


def test_a_preferred_node_is_tried_first() -> None:
    wanted = job()
    state = cluster(*(node(f"n{i}") for i in range(8)))
    for name in ("n2", "n6"):
        option = place(stack_for(state, wanted), wanted, preferred_node=state.nodes[f"{name}-id"])
        assert option is not None
        assert option.node.name == name
        assert option.metric.nodes_evaluated == 1


def test_the_next_selection_sees_the_plan() -> None:
    wanted = job(count=3, task={"CPU": 2500, "MemoryMB": 100})
    stack = stack_for(cluster(node("a"), node("b")), wanted)
    assert sorted(o.node.name for i in range(3) if (o := place(stack, wanted, i))) == ["a", "b"]
    assert stack.metric.dimension_exhausted == {"cpu": 2}


def test_stopping_makes_room_and_restoring_takes_it() -> None:
    wanted = job(task={"CPU": 4000})
    state = cluster(node("a"), allocations=[allocation("x", "a", cpu=1000)])
    stack = stack_for(state, wanted)
    there = state.allocations["x-a"]
    stack.context.stop(there)
    assert stack.select(only_group(wanted), "web.g[0]") is not None
    stack.context.restore(there)
    assert stack.select(only_group(wanted), "web.g[0]") is None


def test_in_place_leaves_the_plan_alone_and_keeps_ports() -> None:
    shared = {"Networks": [{"IP": "10.0.0.9"}], "Ports": [{"Label": "http", "Value": 20001, "HostIP": "10.0.0.9"}]}
    state = cluster(node("a", ip="10.0.0.9"), allocations=[allocation("x", "a", job_id="web", cpu=3000, shared=shared)], jobs=[stored("web")])
    wanted = job(task={"CPU": 3000}, group={"Networks": [{"DynamicPorts": [{"Label": "http"}]}]})
    stack = stack_for(state, wanted)
    resources = stack.try_in_place(state.allocations["x-a"], only_group(wanted))
    assert resources is not None
    assert [p.value for p in resources.ports] == [20001]
    assert stack.context.stopped == {}
    larger = job(task={"CPU": 4001})
    assert stack_for(state, larger).try_in_place(state.allocations["x-a"], only_group(larger)) is None


def test_nodes_of_a_class_that_failed_are_not_looked_at_closely() -> None:
    wanted = job(group={"Constraints": [{"LTarget": "${meta.ok}", "Operand": "is_set", "RTarget": ""}]})
    stack = stack_for(cluster(*(node(f"n{i}", ComputedClass="same", NodeClass="c") for i in range(3))), wanted)
    assert place(stack, wanted) is None
    assert stack.metric.constraint_filtered == {"${meta.ok} is_set ": 1, "computed class ineligible": 2}
    assert stack.metric.class_filtered == {"c": 3}
    assert stack.eligibility() == (False, {"same": False}, [])


def test_constraints_on_unique_attributes_are_checked_on_each() -> None:
    wanted = job(group={"Constraints": [{"LTarget": "${attr.unique.x}", "Operand": "is_set", "RTarget": ""}]})
    stack = stack_for(cluster(*(node(f"n{i}", ComputedClass="same") for i in range(3))), wanted)
    assert place(stack, wanted) is None
    assert stack.metric.constraint_filtered == {"${attr.unique.x} is_set ": 3}
    assert stack.eligibility()[0]


def test_failures_say_what_the_tasks_lacked() -> None:
    wanted = job(task={"CPU": 9000, "MemoryMB": 256})
    stack = stack_for(cluster(node("a")), wanted)
    place(stack, wanted)
    stack.metric.fail(only_group(wanted))
    assert stack.metric.resources_exhausted == {"t": {"CPU": 9000, "MemoryMB": 0}}


def test_only_the_best_scores_are_kept() -> None:
    metric = AllocMetric()
    for i in range(20):
        metric.score(f"n{i}", ("binpack",), (float(i % 10),), float(i % 10))
    assert [s.norm for s in metric.best] == [9, 9, 8, 8, 7]


@pytest.mark.parametrize(
    ("scores", "names"),
    [
        ((9, 8, 7, 6, 5, 4, 3), [0, 1, 2, 3, 4]),
        ((3, 1, 2), [0, 2, 1]),
        ((1, 2, 3, 4, 5, 6), [5, 4, 3, 2, 1]),
        # Of equal ones the first five stay, in the order in which Go's heap gives them back.
        ((1, 1, 1, 1, 1, 1), [1, 2, 3, 4, 0]),
    ],
)
def test_scores_in_order(scores: tuple[float, ...], names: list[int]) -> None:
    metric = AllocMetric()
    for i, score in enumerate(scores):
        metric.score(f"n{i}", ("binpack",), (score,), score)
    assert [s.node_id for s in metric.best] == [f"n{i}" for i in names]


@pytest.mark.parametrize(("kind", "preempting"), [("system", True), ("sysbatch", False)])
def test_system_jobs_ask_one_node(kind: str, preempting: bool) -> None:
    wanted = job(Type=kind, task={"CPU": 1000})
    state = cluster(node("a"), allocations=[allocation("x", "a", cpu=4000)])
    stack = stack_for(state, wanted)
    option = stack.select_on(state.nodes["a-id"], only_group(wanted), "web.g[0]")
    assert (option is not None) is preempting
    if option is not None:
        assert list(option.metric.best[0].scores) == ["binpack"]
        assert option.metric.node_pool == ""
    else:
        assert stack.metric.to_dict()["NodePool"] == "default"


def test_an_ended_allocation_that_the_plan_writes_again_counts_for_its_own_group_alone() -> None:
    wanted = job()
    ended = [allocation(name, "a", job_id="web", TaskGroup=group, ClientStatus="failed") for name, group in (("x", "g"), ("y", "other"), ("z", "other"))]
    state = cluster(node("a"), allocations=ended, jobs=[stored("web")])
    view, _ = view_of(state, state.nodes["a-id"], wanted)
    context = view._context
    for one in state.allocations.values():
        context.update(one, wanted)
    view.change()
    view.refresh()
    assert (view.count("web", "g"), view.count("web", "other"), view.count("other", "g")) == (1, 2, 0)
