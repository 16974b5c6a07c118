"""Spreads and the counts under them."""

from __future__ import annotations

from typing import Any

import pytest

from nomadspec._generated.job_model import Job
from nomadspec.scheduler.context import PlanContext
from nomadspec.scheduler.option import Option
from nomadspec.scheduler.placement import Stack
from nomadspec.scheduler.properties import PropertySet
from tests.scheduler.placement_cases import EVAL, allocation, cluster, job, node, only_group, stack_for, stored


def racks(*names: str) -> list[dict[str, Any]]:
    return [node(f"n{i}", Meta={"rack": name} if name else {}) for i, name in enumerate(names)]


def spread(weight: int = 100, **targets: int) -> dict[str, Any]:
    return {"Attribute": "${meta.rack}", "Weight": weight, "SpreadTarget": [{"Value": value, "Percent": percent} for value, percent in targets.items()]}


def terms(stack: Stack, wanted: Job) -> dict[str, float]:
    """The spread's term by node."""
    stack.select(only_group(wanted), "web.g[9]")
    return {s.node_id.removesuffix("-id"): s.scores.get("allocation-spread", 0) for s in stack.metric.best}


def there(*on: str) -> dict[str, Any]:
    return {"allocations": [allocation(f"x{i}", name, job_id="web") for i, name in enumerate(on)], "jobs": [stored("web")]}


def test_even_spread_without_allocations_says_nothing() -> None:
    wanted = job(count=4, group={"Spreads": [spread()]})
    assert terms(stack_for(cluster(*racks("a", "b")), wanted), wanted) == {"n0": 0, "n1": 0}


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (("n0",), {"n0": -1.0, "n1": 1.0}),
        (("n0", "n0", "n1"), {"n0": -1.0, "n1": 1.0}),
        (("n0", "n1"), {"n0": -1.0, "n1": -1.0}),
        (("n0", "n0", "n0", "n1"), {"n0": -2.0, "n1": 2.0}),
    ],
)
def test_even_spread(on: tuple[str, ...], expected: dict[str, float]) -> None:
    wanted = job(count=4, group={"Spreads": [spread()]})
    assert terms(stack_for(cluster(*racks("a", "b"), **there(*on)), wanted), wanted) == expected


def test_targets() -> None:
    wanted = job(count=10, group={"Spreads": [spread(a=70, b=20)]})
    # 7 in a, 2 in b, 1 in the rest; a has 1, b has 2, c none.
    found = terms(stack_for(cluster(*racks("a", "b", "c", ""), **there("n0", "n1", "n1")), wanted), wanted)
    assert found == pytest.approx({"n0": (7 - 2) / 7, "n1": (2 - 3) / 2, "n2": (1 - 1) / 1, "n3": -1.0})


def test_weights_share() -> None:
    wanted = job(
        count=10,
        group={"Spreads": [spread(25, a=100)]},
        Spreads=[{"Attribute": "${node.datacenter}", "Weight": 75, "SpreadTarget": [{"Value": "dc1", "Percent": 100}]}],
    )
    assert terms(stack_for(cluster(*racks("a")), wanted), wanted) == pytest.approx({"n0": 0.9 * 0.25 + 0.9 * 0.75})


def test_counts_follow_the_plan() -> None:
    state = cluster(*racks("a", "b"), **there("n0", "n0"))
    wanted = job(count=4)
    context = PlanContext(state, wanted, EVAL)
    counts = PropertySet(context, wanted, "${meta.rack}", "g")
    assert counts.in_use() == {"a": 2}
    first, second = state.allocations["x0-n0"], state.allocations["x1-n0"]
    context.stop(first)
    assert counts.used("a") == 1
    # A value that is stopped and taken again: one stop of several is not subtracted.
    context.stop(second)
    assert counts.used("a") == 0
    stack = Stack(context, "service")
    stack.set_job(wanted)
    option = stack.select(only_group(wanted), "web.g[0]")
    assert isinstance(option, Option)
    context.place(option, wanted, "g", "web.g[0]")
    assert counts.used("a") + counts.used("b") == (2 if option.node.name == "n0" else 1)
    context.restore(first)
    # An allocation updated in place counts as existing and as planned.
    before = counts.used("a")
    context.update(first)
    assert counts.used("a") == before + 1


def test_less_than_one_allocation_may_be_wanted_at_a_value() -> None:
    """Of five, a tenth at r1: four and a half are left for all other values."""
    wanted = job(count=5, Spreads=[spread(r1=10)])
    assert terms(stack_for(cluster(*racks("r2")), wanted), wanted) == {"n0": pytest.approx(3.5 / 4.5)}
