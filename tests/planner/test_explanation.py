"""Why a plan is as it is, as values."""

from __future__ import annotations

from nomadspec.planner.explanation import PlacedOn, explain, why_not
from nomadspec.planner.plan import plan
from tests.planner.clusters import cluster, job, node

EVAL = "5a1b2c3d-0000-4000-8000-000000000001"
STATE = cluster(node(1, cpu=2000), node(2, cpu=4000), node(3, cpu=100), node(4, Status="down"))


def test_nodes_that_fit_come_first_and_the_best_of_them_first() -> None:
    explanation = explain(plan(job(cpu=1000), STATE, eval_id=EVAL))
    group = explanation.groups[0]
    assert (group.name, group.fitting) == ("api", 2)
    assert [(one.node.name, one.verdict, one.word) for one in group.candidates] == [
        ("node1", "feasible", ""),
        ("node2", "feasible", ""),
        ("node3", "exhausted", "cpu"),
    ]
    assert [(one.node.name, one.word) for one in explanation.others] == [("node4", "status")]


def test_placements_are_those_of_the_group() -> None:
    explanation = explain(plan(job(count=2, cpu=1500), STATE, eval_id=EVAL))
    assert explanation.groups[0].placements == (PlacedOn("web.api[0]", "node1"), PlacedOn("web.api[1]", "node2"))


def test_what_chance_decides_is_told() -> None:
    alike = cluster(node(1, cpu=2000), node(2, cpu=2000))
    assert explain(plan(job(), alike)).groups[0].chance == "shuffle"
    assert explain(plan(job(), alike, eval_id=EVAL)).groups[0].chance == ""
    assert explain(plan(job(), cluster(node(1, cpu=2000), node(2, cpu=4000)))).groups[0].chance == ""


def test_a_refused_plan_explains_nothing() -> None:
    refused = plan(job(Priority=-5), STATE)
    assert not refused.ok
    assert explain(refused).groups == ()
    assert why_not(refused, "node1") == ()


def test_one_node_is_found_by_name_id_or_the_beginning_of_its_id() -> None:
    planned = plan(job(cpu=1000), STATE, eval_id=EVAL)
    for word in ("node3", "00000003-0000-0000-0000-000000000000", "00000003"):
        (answer,) = why_not(planned, word)
        assert answer.node is not None
        assert (answer.group, answer.node.node.name, answer.node.word) == ("api", "node3", "cpu")
    assert [answer.node for answer in why_not(planned, "nowhere")] == [None]
