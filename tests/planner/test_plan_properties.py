"""What holds of every plan."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from nomadspec.planner.applied import applied
from nomadspec.planner.plan import plan
from tests.planner.clusters import cluster, job, node

NODES = st.lists(
    st.fixed_dictionaries(
        {
            "cpu": st.sampled_from([1000, 2000, 4000]),
            "memory": st.sampled_from([512, 2048, 8192]),
            "datacenter": st.sampled_from(["dc1", "dc2"]),
            "meta": st.sampled_from([{}, {"rack": "a"}, {"rack": "b"}]),
            "SchedulingEligibility": st.sampled_from(["eligible", "eligible", "ineligible"]),
        }
    ),
    min_size=1,
    max_size=5,
)
CONSTRAINTS = st.lists(
    st.sampled_from(
        [
            {"LTarget": "${meta.rack}", "Operand": "=", "RTarget": "a"},
            {"LTarget": "${meta.rack}", "Operand": "!=", "RTarget": "a"},
            {"LTarget": "${node.datacenter}", "Operand": "=", "RTarget": "dc1"},
            {"LTarget": "", "Operand": "distinct_hosts", "RTarget": "true"},
            {"LTarget": "${meta.rack}", "Operand": "distinct_property", "RTarget": "2"},
        ]
    ),
    max_size=2,
    unique_by=str,
)
JOBS = st.fixed_dictionaries(
    {
        "count": st.integers(0, 6),
        "cpu": st.sampled_from([100, 500, 1500]),
        "memory": st.sampled_from([64, 500, 3000]),
        "type": st.sampled_from(["service", "batch", "system", "sysbatch"]),
        "Constraints": CONSTRAINTS,
    }
)


def written(members: dict[str, Any], **more: Any) -> dict[str, Any]:
    members = {**members, **more}
    if members["type"] == "system":
        members["count"] = min(members["count"], 1)
    return job(**members)


@settings(max_examples=60, deadline=None)
@given(nodes=NODES, first=JOBS, second=JOBS)
def test_a_plan_never_over_commits_a_node(nodes: list[dict[str, Any]], first: dict[str, Any], second: dict[str, Any]) -> None:
    state = cluster(*[node(number, **members) for number, members in enumerate(nodes, 1)])
    for submitted in (written(first, name="one"), written(second, name="two")):
        made = plan(submitted, state)
        assert made.ok, made.error
        state = applied(state, made)
    for one in state.nodes.values():
        usages = [alloc.resources.usage for alloc in state.allocations_on_node(one.id) if not alloc.terminal]
        assert sum(usage.cpu for usage in usages) <= one.resources["Cpu"]["CpuShares"]
        assert sum(usage.memory for usage in usages) <= one.resources["Memory"]["MemoryMB"]


@settings(max_examples=60, deadline=None)
@given(nodes=NODES, members=JOBS)
def test_a_plan_never_places_where_a_filter_fails(nodes: list[dict[str, Any]], members: dict[str, Any]) -> None:
    state = cluster(*[node(number, **each) for number, each in enumerate(nodes, 1)])
    made = plan(written(members), state)
    table = made.to_dict(trace=True)["node_table"].get("api", {})
    for placement in made.placements:
        assert table[placement.node.name]["verdict"] == "feasible"
        assert placement.node.ready


@settings(max_examples=60, deadline=None)
@given(nodes=NODES, members=JOBS)
def test_removing_a_constraint_never_removes_a_feasible_node(nodes: list[dict[str, Any]], members: dict[str, Any]) -> None:
    state = cluster(*[node(number, **each) for number, each in enumerate(nodes, 1)])

    def feasible(constraints: list[dict[str, str]]) -> set[str]:
        table = plan(written(members, Constraints=constraints), state).to_dict(trace=True)["node_table"].get("api", {})
        return {name for name, row in table.items() if row["verdict"] == "feasible"}

    constraints = members["Constraints"]
    for left_out in range(len(constraints)):
        assert feasible(constraints) <= feasible(constraints[:left_out] + constraints[left_out + 1 :])


@settings(max_examples=40, deadline=None)
@given(nodes=NODES, members=JOBS)
def test_planning_twice_gives_the_same(nodes: list[dict[str, Any]], members: dict[str, Any]) -> None:
    documents = []
    for _ in range(2):
        state = cluster(*[node(number, **each) for number, each in enumerate(nodes, 1)])
        documents.append(plan(written(members), state).to_dict(trace=True))
    assert documents[0] == documents[1]


@settings(max_examples=40, deadline=None)
@given(nodes=NODES, members=JOBS)
def test_what_was_placed_is_left_alone(nodes: list[dict[str, Any]], members: dict[str, Any]) -> None:
    state = cluster(*[node(number, **each) for number, each in enumerate(nodes, 1)])
    first = plan(written(members), state)
    again = plan(written(members), applied(state, first))
    assert (again.exit_code, again.spec_changed) == (0, False)
    assert not again.stops
    assert not again.placements or not first.failures


@settings(max_examples=40, deadline=None)
@given(nodes=NODES, members=JOBS)
def test_what_is_certain_is_so_under_every_shuffle(nodes: list[dict[str, Any]], members: dict[str, Any]) -> None:
    state = cluster(*[node(number, **each) for number, each in enumerate(nodes, 1)])
    certain = {placement.name: placement.node.name for placement in plan(written(members), state).placements if placement.certain}
    if members["type"] in ("system", "sysbatch"):
        return
    for number in range(6):
        other = plan(written(members), state, eval_id=f"00000000-0000-0000-0000-00000000{number * 40503:08x}")
        assert certain.items() <= {placement.name: placement.node.name for placement in other.placements}.items()
