"""The same changes for each value of a key, and the fewest nodes that help."""

from __future__ import annotations

import gc
import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest

from nomadspec.changes import ChangeError, Drain, Lose, StopJob
from nomadspec.simulation.fewest import fewest_nodes
from nomadspec.simulation.scenarios import sweep
from tests.simulation.clusters import job, node, racks, running


def test_one_scenario_for_each_value() -> None:
    state = running(job("db", count=2, cpu=3000), nodes=[*racks("r1", "r2"), node(3, cpu=1000, meta={"rack": "r3"})])
    found = sweep(state, [Lose(["each:meta.rack"])])
    assert [(one.value, one.ok, dict(one.homeless)) for one in found] == [("r1", False, {"default/db": 1}), ("r2", False, {"default/db": 1}), ("r3", True, {})]


def test_other_changes_are_part_of_each_scenario() -> None:
    state = running(job("db", count=2, cpu=3000), nodes=racks("r1", "r2"))
    assert all(one.ok for one in sweep(state, [Drain(["each:node"]), StopJob("db")]))


def test_the_executor_does_not_change_the_results() -> None:
    state = running(job("db", count=3, cpu=1500), job("web", count=4), nodes=racks(*"abcabcabcabcabcabc"))
    changes = [Lose(["each:node"])]
    alone = sweep(state, changes)
    assert len(alone) == 18
    with ThreadPoolExecutor(2) as threads:
        assert sweep(state, changes, executor=threads) == alone
    # What another process would be sent, and would send back.
    sent, part = pickle.loads(pickle.dumps((state, changes)))
    assert pickle.loads(pickle.dumps(sweep(sent, part))) == alone


def test_scenarios_go_over_one_key() -> None:
    with pytest.raises(ChangeError, match="only use one key, not dc and node"):
        sweep(running(job("db")), [Lose(["each:node"]), Drain(["each:dc"])])


@pytest.mark.parametrize(
    ("needed", "count"),
    [(0, 0), (1, 1), (2, 2), (3, 3), (5, 5), (17, 17), (10**9, None)],
)
def test_the_fewest_nodes(needed: int, count: int | None) -> None:
    assert fewest_nodes(lambda tried: max(0, needed - tried)) == count


def test_no_number_of_nodes_helps() -> None:
    tried: list[int] = []

    def missing(count: int) -> int:
        tried.append(count)
        return 3

    assert fewest_nodes(missing) is None
    assert len(tried) < 10


def test_scenarios_leave_nothing_behind() -> None:
    """The command line pauses the cyclic collector: what a scenario needed goes with it all the same."""
    state = running(job("db", count=3, cpu=1500), job("log", kind="system"), nodes=racks(*"abc"))
    changes = [Lose(["each:node"])]
    sweep(state, changes)
    gc.collect()
    gc.disable()
    try:
        sweep(state, changes)
        assert gc.collect() < 20
    finally:
        gc.enable()
