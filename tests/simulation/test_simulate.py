"""What follows from each kind of change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import nomadspec
from nomadspec.changes import AddNodes, ChangeError, Drain, Eligible, Ineligible, Lose, RunJob, ScaleGroup, Scheduler, SetNodes, StopJob
from nomadspec.simulation.plain_changes import plain, read
from tests.simulation.clusters import job, names, node, places, racks, running

if TYPE_CHECKING:
    from nomadspec.changes import Change

DISCONNECT = {"Disconnect": {"LostAfter": 600_000_000_000}}


def test_what_ran_on_a_lost_node_runs_elsewhere() -> None:
    state = running(job("web"), nodes=[node(1), node(2)])
    [first] = places(nomadspec.simulate(state, []), "web")
    made = nomadspec.simulate(state, [Lose([first])])
    assert made.ok
    assert [(move.name, move.from_, move.why) for move in made.moves] == [("web.api[0]", first, "lost")]
    assert first not in places(made, "web")


def test_two_jobs_compete_for_the_same_room_and_the_more_important_one_gets_it() -> None:
    nodes = [node(1), node(2, cpu=2000)]
    state = running(job("low", cpu=1500, Priority=20), job("high", cpu=1500, Priority=80), nodes=nodes)
    made = nomadspec.simulate(state, [Lose(["node1"])] if "node1" in places(nomadspec.simulate(state, []), "low") else [Lose(["node2"])])
    assert not made.ok
    assert list(made.unplaced) == ["default/low"]
    assert made.blocked_after == {"default/low"}


def test_a_stopped_job_makes_room_only_once_its_clients_have_stopped_it() -> None:
    state = running(job("old", cpu=3000), job("new", cpu=3000), nodes=[node(1)])
    made = nomadspec.simulate(state, [StopJob("new" if places(nomadspec.simulate(state, []), "new") else "old")])
    assert [(one.round, one.trigger) for one in made.evaluations] == [(1, "job-deregister"), (2, "queued-allocs")]
    assert made.ok
    assert not made.blocked_after


@pytest.mark.parametrize(
    ("type_", "change", "expected"),
    [
        ("service", Drain(["node1"]), {"stopped": ["x.api[0]"], "created": ["x.api[0]"]}),
        ("batch", Drain(["node1"]), {"stopped": ["x.api[0]"], "created": []}),
        ("batch", Lose(["node1"]), {"stopped": ["x.api[0]"], "created": ["x.api[0]"]}),
        ("system", Drain(["node1"]), {"stopped": ["x.api[0]"], "created": []}),
        ("system", Drain(["node1"], ignore_system=True), {"stopped": [], "created": []}),
        ("system", Lose(["node1"]), {"stopped": ["x.api[0]"], "created": []}),
        ("sysbatch", Lose(["node1"]), {"stopped": [], "created": []}),
        ("system", AddNodes("node1"), {"stopped": [], "created": ["x.api[0]"]}),
        ("sysbatch", AddNodes("node1"), {"stopped": [], "created": []}),
        ("service", AddNodes("node1"), {"stopped": [], "created": []}),
        ("service", Ineligible(["node1"]), {"stopped": [], "created": []}),
    ],
)
def test_each_type_of_job_follows_a_node_in_its_own_way(type_: str, change: Change, expected: dict[str, list[str]]) -> None:
    of_a_node = type_ in ("system", "sysbatch")
    document = running(job("x", type=type_), nodes=[node(1), node(2)] if of_a_node else [node(1)]).to_dict()
    document["nodes"] = [node(1), node(2)]
    made = nomadspec.simulate(nomadspec.ClusterState.from_dict(document), [change])
    assert {part: names(made, "x", part) for part in expected} == expected


def test_one_disconnect_block_keeps_the_node_for_the_system_jobs_too() -> None:
    state = running(job("agent", type="system"), job("edge", group=DISCONNECT), nodes=[node(1)])
    made = nomadspec.simulate(state, [Lose(["node1"])])
    assert made.after.nodes[node(1)["ID"]].status == "disconnected"
    assert (names(made, "agent", "unknown"), names(made, "edge", "unknown")) == (["agent.api[0]"], ["edge.api[0]"])
    assert [one["trigger"] for one in made.to_dict()["jobs"]["default/edge"]["delayed"]] == ["max-disconnect-timeout", "alloc-reschedule"]


def test_preempted_jobs_are_evaluated_too() -> None:
    state = running(job("low", cpu=3000, Priority=20), nodes=[node(1)])
    made = nomadspec.simulate(state, [Scheduler(preemption={"service": True}), RunJob(job("high", cpu=3000, Priority=80))])
    assert [(move.name, move.why) for move in made.moves] == [("high.api[0]", "new"), ("low.api[0]", "preempted")]
    assert [(one.job_id, one.trigger) for one in made.evaluations][:2] == [("high", "job-register"), ("low", "preemption")]
    assert not made.ok


def test_new_nodes_take_what_waits() -> None:
    state = running(job("web", count=3, cpu=3000), nodes=[node(1)])
    made = nomadspec.simulate(state, [AddNodes("node1", 2)])
    assert sorted(places(made, "web")) == ["node1", "node1-new1", "node1-new2"]
    assert not made.blocked_after


def test_other_values_of_a_node_let_a_job_on_it() -> None:
    constrained = job("web", Constraints=[{"LTarget": "${meta.ssd}", "RTarget": "yes", "Operand": "="}])
    made = nomadspec.simulate(running(constrained, nodes=[node(1)]), [SetNodes(["node1"], {"meta.ssd": "yes"})])
    assert places(made, "web") == {"node1": 1}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (Lose(["nod1"]), "the cluster has no node 'nod1'; did you mean 'node1'?"),
        (Lose(["meta.rack=r9"]), "no node has meta.rack 'r9'; values are r1, r2"),
        (Lose(["rack=r1"]), "nodes can be selected by class, pool, dc, meta.KEY or attr.KEY, not by 'rack'"),
        (Lose(["0000"]), "2 nodes match '0000': 00000001-0000-0000-0000-000000000000, 00000002-0000-0000-0000-000000000000"),
        (StopJob("web2"), "no job 'web2' in the cluster"),
        (ScaleGroup("web", "apy", 2), "no such group"),
        (ScaleGroup("agent", "api", 2), "the count of a system job's group must be 0 or 1"),
        (SetNodes(["node1"], {"color": "red"}), "'color' of a node cannot be set; use class, pool, dc, meta.KEY, attr.KEY, cpu, memory or disk"),
    ],
)
def test_what_the_servers_would_not_take_is_refused(change: Change, reason: str) -> None:
    state = running(job("web"), job("agent", type="system"), nodes=racks("r1", "r2"))
    made = nomadspec.simulate(state, [change])
    assert not made.ok
    assert [why for _, why in made.refused] == [reason]


def test_scaling_is_refused_while_a_deployment_is_under_way() -> None:
    made = nomadspec.simulate(running(nodes=[node(1)]), [RunJob(job("web")), ScaleGroup("web", "api", 2), ScaleGroup("web", "api", 3)])
    assert not made.refused
    again = nomadspec.simulate(made.after, [ScaleGroup("web", "api", 4)])
    assert [why for _, why in again.refused] == ["job scaling blocked due to active deployment"]


def test_the_state_that_was_given_stays_as_it_is() -> None:
    state = running(job("web", count=2))
    document = state.to_dict()
    nomadspec.simulate(state, [Lose(["node1"]), StopJob("web"), AddNodes("node2", 2)])
    assert state.to_dict() == document


def test_the_state_after_is_a_state_like_any_other() -> None:
    after = nomadspec.simulate(running(job("web", count=2)), [Lose(["node1"])]).after
    assert nomadspec.ClusterState.from_dict(after.to_dict()).to_dict() == after.to_dict()


PLAIN: list[tuple[Change, dict[str, Any]]] = [
    (Drain(["a"]), {"drain": ["a"]}),
    (Drain(["a"], ignore_system=True), {"drain": ["a"], "ignore_system": True}),
    (Lose(["a", "b"]), {"lose": ["a", "b"]}),
    (Ineligible(["a"]), {"ineligible": ["a"]}),
    (Eligible(["a"]), {"eligible": ["a"]}),
    (AddNodes("a", 2, ["x", "y"], ["1", "2"]), {"add": {"like": "a", "count": 2, "names": ["x", "y"], "ids": ["1", "2"]}}),
    (SetNodes(["a"], {"class": "x"}), {"set": {"nodes": ["a"], "values": {"class": "x"}}}),
    (Scheduler("spread", None, {"batch": True}), {"scheduler": {"algorithm": "spread", "preemption": {"batch": True}}}),
    (StopJob("web"), {"stop": "web"}),
    (ScaleGroup("web", "api", 3), {"scale": {"job": "web", "group": "api", "count": 3}}),
    (RunJob({"ID": "web"}), {"run": {"ID": "web"}}),
]


@pytest.mark.parametrize(("change", "json"), PLAIN)
def test_a_change_as_json_and_back(change: Change, json: dict[str, Any]) -> None:
    assert plain(change) == json
    assert read(json) == change


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({}, "a change must have exactly one of drain, lose, ineligible, eligible, add, set, scheduler, stop, scale, run; this one has none"),
        ({"drain": "a"}, "drain takes a list of nodes, not 'a'"),
        ({"add": {"like": "a", "count": 0}}, "add: count must be between 1 and 100000, not 0"),
        ({"add": {"like": 1}}, "add: like must be text, not 1"),
        ({"scale": {"job": "a", "group": "b", "count": True}}, "scale: count must be a whole number, not True"),
        ({"scheduler": {"algorithm": "best"}}, "scheduler: algorithm must be binpack or spread, not 'best'"),
        ({"scheduler": {"preemption": {"all": True}}}, "scheduler: unknown preemption 'all'; use service, batch, system or sysbatch"),
    ],
)
def test_json_that_is_no_change(value: dict[str, Any], message: str) -> None:
    with pytest.raises(ChangeError) as error:
        nomadspec.simulate(nomadspec.ClusterState.empty(), [value])
    assert str(error.value) == message


def test_how_far_a_simulation_is() -> None:
    state = running(job("db", count=2, cpu=500), job("web", count=2, cpu=500), nodes=[node(1), node(2)])
    seen: list[tuple[int, int]] = []
    made = nomadspec.simulate(state, [Lose(["node1"])], progress=lambda done, known: seen.append((done, known)))
    assert seen == [(1, 2), (2, 2)]
    assert len(made.evaluations) == 2
