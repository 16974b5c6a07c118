"""An allocation that comes back beside its replacement: which of the two stays. And what an update in place can be told of without its node."""

from __future__ import annotations

from typing import Any

import pytest

from nomadspec._generated.job_model import DisconnectStrategy, Job, TaskGroup
from nomadspec.scheduler.outcome import must_replace_in_place
from nomadspec.scheduler.reconciler_model import SECOND, Existing, TaskRun
from nomadspec.scheduler.reconciler_reconnect import _replacement_wins
from tests.scheduler.reconciler_cases import NOW, alloc, job


def of(strategy: str, version: int = 0) -> Job:
    return job(version, disconnect=DisconnectStrategy(lost_after=3600 * SECOND, reconcile=strategy))


def one(started: int, *, version: int = 0, score: float | None = None, client: str = "running", restarted: int = 0, strategy: str = "best_score") -> Existing:
    run = TaskRun("running", False, started, 0, restarted, int(restarted > 0))
    return alloc(0, of(strategy, version), tasks=(("server", run),), best_score=score, client=client)


@pytest.mark.parametrize(
    ("strategy", "original", "replacement", "wins"),
    [
        ("keep_original", {}, {"score": 1.0}, False),
        ("keep_replacement", {"score": 1.0}, {}, True),
        ("keep_original", {}, {"version": 1}, True),  # a newer version wins whatever the strategy is
        ("longest_running", {"started": 10}, {"started": 20}, False),
        ("longest_running", {"started": 20}, {"started": 10}, True),
        ("longest_running", {"started": 10}, {"started": 10}, True),
        ("longest_running", {"started": 0}, {"started": 10}, True),
        ("longest_running", {"started": 10}, {"started": 0}, False),
        ("longest_running", {"started": 0, "score": 0.1}, {"started": 0, "score": 0.2}, True),  # neither is known: by score
        ("best_score", {"score": 0.1}, {"score": 0.2}, True),
        ("best_score", {"score": 0.2}, {"score": 0.2}, False),
        ("best_score", {"score": 0.1}, {"score": None}, False),
        ("best_score", {"score": None}, {"score": 0.1}, True),
        ("best_score", {"score": 0.1}, {"score": 0.2, "client": "pending"}, False),
        ("best_score", {"score": 0.1, "client": "unknown"}, {"score": 0.2, "client": "pending"}, True),
    ],
)
def test_which_of_the_two_stays(strategy: str, original: dict[str, Any], replacement: dict[str, Any], wins: bool) -> None:
    ours, theirs = one(**{"started": 5, "strategy": strategy, **original}), one(**{"started": 5, "strategy": strategy, **replacement})
    assert _replacement_wins(ours, theirs, of(strategy), NOW) is wins


@pytest.mark.parametrize(("ours", "theirs", "wins"), [(10, 10, False), (10, 11, True), (11, 10, False), (None, None, False), (None, 1, True), (1, None, False)])
def test_a_replacement_of_a_later_life_of_the_job_stays(ours: int | None, theirs: int | None, wins: bool) -> None:
    group = TaskGroup(name="api", disconnect=DisconnectStrategy(reconcile="keep_original"))
    original, replacement = (alloc(0, Job(id="web", version=0, create_index=index, group=[group])) for index in (ours, theirs))
    assert _replacement_wins(original, replacement, original.job, NOW) is wins


@pytest.mark.parametrize(
    ("runs", "submitted", "replaced", "told"),
    [(10, 10, True, "ignore"), (None, None, True, "ignore"), (10, 11, True, "destructive"), (10, 11, False, ""), (10, None, True, "destructive")],
)
def test_an_update_of_the_same_registration_is_none(runs: int | None, submitted: int | None, replaced: bool, told: str) -> None:
    def registered(index: int | None) -> Job:
        return Job(id="web", name="web", group=[TaskGroup(name="api", count=1)], job_modify_index=index)

    running = alloc(0, registered(runs))
    assert must_replace_in_place(running, registered(submitted), lambda old, new, group: replaced) == told
