"""Columns: the scan by arrays finds what the scan node by node finds, number for number."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.recipe import state as recipe_state
from nomadspec.cluster.state import ClusterState
from nomadspec.scheduler import placement
from nomadspec.scheduler.placement import Stack
from tests.scheduler.placement_cases import job, only_group, stack_for

STATE = ClusterState.from_dict(recipe_state(300))


def run(wanted: Any, rounds: int, penalty: frozenset[str]) -> list[Any]:
    """Every choice and every metric of some selections."""
    stack: Stack = stack_for(STATE, wanted)
    out: list[Any] = []
    for i in range(rounds):
        option = stack.select(only_group(wanted), f"web.g[{i}]", penalty_nodes=penalty)
        out.append((None if option is None else (option.node.name, option.score), stack.metric.to_dict()))
        if option is not None:
            stack.context.place(option, wanted, "g", f"web.g[{i}]")
    return [*out, stack.eligibility()]


CONDITIONS = st.sampled_from([
    ("${attr.rack}", "=", "r3"), ("${meta.gen}", ">=", "3"), ("${node.class}", "!=", "c4"), ("${attr.unique.hostname}", "regexp", "[02468]$"), ("${meta.none}", "is_set", ""),
])  # fmt: skip
SPREADS = st.sampled_from([
    {"Attribute": "${attr.rack}", "Weight": 100},
    {"Attribute": "${meta.zone}", "Weight": 50, "SpreadTarget": [{"Value": "z1", "Percent": 30}, {"Value": "z2", "Percent": 20}]},
    {"Attribute": "${node.datacenter}", "Weight": 70, "SpreadTarget": [{"Value": "dc1", "Percent": 100}]},
    {"Attribute": "${meta.none}", "Weight": 20},
])  # fmt: skip


@st.composite
def jobs(draw: st.DrawFn) -> Any:
    def checks(values: list[tuple[str, str, str]], **members: Any) -> list[dict[str, Any]]:
        return [{"LTarget": left, "Operand": operator, "RTarget": right, **members} for left, operator, right in values]

    constraints = checks(draw(st.lists(CONDITIONS, max_size=2)))
    if draw(st.booleans()):
        constraints.append({"LTarget": "", "Operand": "distinct_hosts", "RTarget": "true"})
    group = {
        "Constraints": constraints,
        "Affinities": checks(draw(st.lists(CONDITIONS, max_size=2)), Weight=draw(st.sampled_from([-60, 40]))),
        "Spreads": draw(st.lists(SPREADS, max_size=2, unique_by=lambda s: s["Attribute"])),
        "Networks": draw(st.sampled_from([[], [{"DynamicPorts": [{"Label": "p"}]}], [{"ReservedPorts": [{"Label": "s", "Value": 80}]}]])),
    }
    task = {"CPU": draw(st.sampled_from([100, 4000, 12000])), "MemoryMB": draw(st.sampled_from([100, 9000]))}
    return job(count=draw(st.sampled_from([5, 150, 400])), group=group, task=task, Constraints=checks(draw(st.lists(CONDITIONS, max_size=1))))


@settings(max_examples=40, deadline=None)
@given(wanted=jobs(), seed=st.integers(0, 3))
def test_same_as_node_by_node(wanted: Any, seed: int) -> None:
    penalty = frozenset(random.Random(seed).sample(sorted(STATE.nodes), 3 * seed))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(placement, "LEAST_WINDOW", 0)
        by_columns = run(wanted, 25, penalty)
        patch.setattr(placement, "LEAST_RING", 10**9)
        one_by_one = run(wanted, 25, penalty)
    assert by_columns == one_by_one


def test_without_numpy_nodes_are_looked_at_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placement, "LEAST_WINDOW", 0)
    wanted = job(count=150)
    by_columns = run(wanted, 25, frozenset())
    monkeypatch.setattr(placement, "Columns", None)
    with pytest.raises(TypeError):
        run(wanted, 25, frozenset())
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert run(wanted, 25, frozenset()) == by_columns
