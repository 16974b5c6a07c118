"""What holds after any changes to any cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

import nomadspec
from nomadspec.changes import AddNodes, Drain, Eligible, Ineligible, Lose, RunJob, ScaleGroup, StopJob
from nomadspec.scheduler.node_facts import NodeFacts
from nomadspec.simulation.plan_check import fits
from tests.simulation.clusters import job, node, running

if TYPE_CHECKING:
    from nomadspec import ClusterState

NODES = st.lists(st.sampled_from([2000, 3000, 4000]), min_size=2, max_size=5)
JOBS = st.lists(
    st.tuples(st.integers(1, 4), st.sampled_from([300, 900, 1700]), st.sampled_from(["service", "batch", "system"]), st.sampled_from([20, 50, 80])),
    min_size=1,
    max_size=4,
)


def _jobs(drawn: list[tuple[int, int, str, int]]) -> list[dict[str, Any]]:
    return [
        job(f"job{number}", count=1 if type_ == "system" else count, cpu=cpu, type=type_, Priority=priority)
        for number, (count, cpu, type_, priority) in enumerate(drawn)
    ]


@st.composite
def states(draw: st.DrawFn) -> ClusterState:
    """A cluster of up to five nodes with up to four jobs on it; not all of them may have found room."""
    nodes = [node(number, cpu=cpu) for number, cpu in enumerate(draw(NODES), 1)]
    return running(*_jobs(draw(JOBS)), nodes=nodes)


CHANGES = st.lists(
    st.one_of(
        st.sampled_from([Drain(["node1"]), Lose(["node2"]), Ineligible(["node1"]), Eligible(["node1"]), AddNodes("node1", 2), StopJob("job0")]),
        st.builds(lambda count: ScaleGroup("job0", "api", count), st.integers(0, 6)),
        st.builds(lambda count: RunJob(job("other", count=count, cpu=700, Priority=90)), st.integers(1, 4)),
    ),
    max_size=4,
)


def _held(state: ClusterState, node_id: str) -> list[Any]:
    return [allocation.resources for allocation in state.allocations_on_node(node_id) if not allocation.terminal]


@settings(max_examples=60)
@given(states(), CHANGES)
def test_no_node_is_over_committed(state: ClusterState, changes: list[Any]) -> None:
    made = nomadspec.simulate(state, changes)
    assert made.finished
    for each in made.after.nodes.values():
        assert fits(NodeFacts(each), _held(made.after, each.id))


@settings(max_examples=40)
@given(states())
def test_losing_a_node_and_adding_its_twin_restores_what_ran(state: ClusterState) -> None:
    def counts(of: ClusterState) -> dict[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = {}
        for allocation in of.allocations.values():
            if not allocation.terminal:
                found[allocation.job_id, allocation.group] = found.get((allocation.job_id, allocation.group), 0) + 1
        return found

    if state.evaluations:
        return  # jobs that waited may take the new room first
    lost = nomadspec.simulate(state, [Lose(["node1"])])
    again = nomadspec.simulate(lost.after, [AddNodes("node1", 1)], blocked=lost.blocked_after)
    before, after = counts(state), counts(again.after)
    assert all(after.get(key, 0) <= count for key, count in before.items())
    assert again.blocked_after == frozenset() or sum(after.values()) < sum(before.values())


@settings(max_examples=40)
@given(states(), st.integers(1, 3))
def test_adding_nodes_takes_no_place_away(state: ClusterState, count: int) -> None:
    made = nomadspec.simulate(state, [AddNodes("node1", count)])
    assert not any(changes.stopped for changes in made.jobs.values())
    # A system job may find a new node full of what waited for it.
    of_nodes = {f"default/{job_id}" for namespace, job_id in state.job_keys() if (state.raw_job(namespace, job_id) or {}).get("Type") == "system"}
    assert made.blocked_after - of_nodes <= made.blocked_before


@settings(max_examples=40)
@given(states())
def test_the_order_of_independent_changes_does_not_matter(state: ClusterState) -> None:
    changes: list[Any] = [Lose(["node1"]), Ineligible(["node2"]), RunJob(job("other", cpu=700))]
    one, other = (nomadspec.simulate(state, order) for order in (changes, changes[::-1]))
    assert (one.final, one.blocked_after) == (other.final, other.blocked_after)
