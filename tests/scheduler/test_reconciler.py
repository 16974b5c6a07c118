"""The reconciler as a whole: what is stopped, updated and placed, by situation."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomadspec._generated.job_model import DisconnectStrategy, UpdateStrategy
from nomadspec.scheduler.reconciler_model import SECOND, Existing
from tests.scheduler.reconciler_cases import EXPONENTIAL, NOW, alloc, deployment, failed, job, run, summary, unknown

OLD, NEW = job(0), job(1)
UPDATE = UpdateStrategy(max_parallel=1, canary=0, progress_deadline=600 * SECOND)
CANARY = UpdateStrategy(max_parallel=1, canary=1, auto_promote=True)


def fleet(of: Any = OLD, count: int = 3, **members: Any) -> list[Existing]:
    return [alloc(index, of, **members) for index in range(count)]


# --- counts ---


@pytest.mark.parametrize(
    ("new", "existing", "expected"),
    [
        (OLD, [], {"Place": 3}),
        (OLD, fleet(), {"Ignore": 3}),
        (job(0, count=5), fleet(), {"Ignore": 3, "Place": 2}),
        (job(0, count=1), fleet(), {"Ignore": 1, "Stop": 2}),
        (job(0, count=0), fleet(), {"Stop": 3}),
        (job(0, stop=True), fleet(), {"Stop": 3}),
        (job(0, stop=True), [alloc(0, OLD, client="failed")], {}),
        (job(0, count=0), [alloc(0, OLD, client="failed")], {"Stop": 1}),
        (NEW, fleet(), {"DestructiveUpdate": 1, "Ignore": 2}),
        (job(1, update=UPDATE.changed(max_parallel=2)), fleet(), {"DestructiveUpdate": 2, "Ignore": 1}),
        (job(1, update=None), fleet(), {"DestructiveUpdate": 3}),
        (job(1, count=5), fleet(), {"Place": 2, "Ignore": 3}),
        (job(1, update=CANARY), fleet(), {"Canary": 1, "Ignore": 3}),
        (OLD, [*fleet(count=2), alloc(2, OLD, node_state="down")], {"Ignore": 2, "Place": 1, "Stop": 1}),
        (OLD, [*fleet(count=2), alloc(2, OLD, migrate=True)], {"Ignore": 2, "Migrate": 1}),
        (OLD, [*fleet(count=2), alloc(2, OLD, **failed(60))], {"Ignore": 2, "Place": 1, "Stop": 1}),
        (OLD, [*fleet(count=2), alloc(2, OLD, **failed(5))], {"Ignore": 3, "RescheduleLater": 1}),
        (OLD, [*fleet(count=2), alloc(2, OLD, client="complete")], {"Ignore": 2, "Place": 1}),
        (OLD, [*fleet(count=2), alloc(2, OLD, desired="stop")], {"Ignore": 2, "Place": 1}),
    ],
)
def test_counts(new: Any, existing: list[Existing], expected: dict[str, int]) -> None:
    assert summary(run(new, existing)) == expected


def test_an_update_in_place_has_no_limit() -> None:
    assert summary(run(NEW, fleet(), kind="inplace")) == {"InPlaceUpdate": 3}


def test_a_group_that_is_gone_is_stopped_and_counted_under_its_name() -> None:
    result = run(job(1, groups=[]), fleet())
    assert summary(result) == {"Stop": 3}
    assert {stop.description for stop in result.stops} == {"alloc not needed due to job update"}


@pytest.mark.parametrize(
    ("existing", "expected"),
    [
        ({"client": "complete"}, {"Ignore": 1}),
        ({"client": "complete", "desired": "stop"}, {"Ignore": 1, "Place": 1}),
        ({"client": "complete", "desired": "stop", "migrate_disable_placement": True}, {"Ignore": 1}),
        (failed(60), {"Place": 1, "Stop": 1}),
    ],
)
def test_batch_allocations_that_ended(existing: dict[str, Any], expected: dict[str, int]) -> None:
    of = job(type="batch", count=1)
    assert summary(run(of, [alloc(0, of, **existing)])) == expected


def test_batch_allocations_of_earlier_versions_that_ended_are_left_alone() -> None:
    old, new = job(0, type="batch", count=1), job(1, type="batch", count=1)
    assert summary(run(new, [alloc(0, old, client="complete")])) == {"Ignore": 1, "Place": 1}


# --- names and order ---


def test_the_lowest_indexes_are_replaced_first_and_the_highest_stopped_first() -> None:
    assert [wanted.name for wanted in run(NEW, fleet()).destructive] == ["web.api[0]"]
    assert [stop.alloc.name for stop in run(job(0, count=1), fleet()).stops] == ["web.api[1]", "web.api[2]"]


def test_replacements_keep_the_name_and_name_what_they_replace() -> None:
    result = run(OLD, [*fleet(count=2), alloc(2, OLD, node_state="down")])
    assert [(wanted.name, wanted.replaces.id if wanted.replaces else None) for wanted in result.place] == [("web.api[2]", "a2")]


def test_more_placements_than_the_count_are_cut() -> None:
    result = run(job(1, update=CANARY.changed(canary=5)), fleet())
    assert (summary(result)["Canary"], summary(result)["Place"], len(result.place)) == (5, 3, 3)


# --- deployments ---


def test_a_first_deployment_counts_the_work_to_be_done() -> None:
    result = run(NEW, fleet(count=2), kind="inplace")
    assert result.deployment is not None
    assert (result.deployment.new, result.deployment.description, result.deployment.groups["api"].desired_total) == (True, "Deployment is running", 3)


@pytest.mark.parametrize(
    ("auto_promote", "expected"), [(True, "Deployment is running pending automatic promotion"), (False, "Deployment is running but requires manual promotion")]
)
def test_canaries_need_a_promotion(auto_promote: bool, expected: str) -> None:
    result = run(job(1, update=CANARY.changed(auto_promote=auto_promote)), fleet())
    assert result.deployment is not None
    assert result.deployment.description == expected


def test_nothing_to_do_makes_no_deployment() -> None:
    assert run(OLD, fleet()).deployment is None


def test_the_deployment_of_an_earlier_version_is_cancelled() -> None:
    updates = run(NEW, fleet(), [deployment(OLD)]).deployment_updates
    assert [(update.id, update.status, update.description) for update in updates] == [("d", "cancelled", "Cancelled due to newer version of job")]


def test_a_stopped_job_cancels_its_deployment() -> None:
    assert [update.description for update in run(job(0, stop=True), fleet(), [deployment(OLD)]).deployment_updates] == ["Cancelled because job is stopped"]


@pytest.mark.parametrize("status", ["running", "failed", "paused"])
def test_a_deployment_with_nothing_left_to_do_is_successful(status: str) -> None:
    updates = run(OLD, fleet(deployment_id="d", healthy=True), [deployment(OLD, status, healthy=3)]).deployment_updates
    assert [update.status for update in updates] == ["successful"]


@pytest.mark.parametrize(
    ("health", "replaced"),
    [(True, 1), (None, 0), (False, 0)],
)
def test_the_next_update_waits_for_the_health_of_the_last(health: bool | None, replaced: int) -> None:
    existing = [alloc(0, NEW, deployment_id="d", healthy=health), alloc(1, OLD), alloc(2, OLD)]
    assert len(run(NEW, existing, [deployment(NEW)]).destructive) == replaced


@pytest.mark.parametrize("status", ["paused", "failed"])
def test_a_paused_or_failed_deployment_moves_nothing_on(status: str) -> None:
    result = run(NEW, fleet(), [deployment(NEW, status)])
    assert summary(result) == {"Ignore": 3}


def test_a_paused_deployment_still_replaces_what_is_lost() -> None:
    result = run(NEW, [*fleet(NEW, 2), alloc(2, NEW, node_state="down")], [deployment(NEW, "paused")])
    assert (summary(result), [wanted.name for wanted in result.place]) == ({"Ignore": 2, "Place": 1, "Stop": 1}, ["web.api[2]"])


def test_a_canary_is_left_alone_until_it_is_promoted() -> None:
    new = job(1, update=CANARY)
    existing = [*fleet(OLD), alloc(0, new, id="c", canary=True, deployment_id="d", healthy=True)]
    waiting = run(new, existing, [deployment(new, desired_canaries=1, placed_canaries=("c",))])
    assert (summary(waiting), waiting.stops) == ({"Ignore": 4}, [])
    promoted = run(new, existing, [deployment(new, desired_canaries=1, placed_canaries=("c",), promoted=True)])
    assert [stop.alloc.id for stop in promoted.stops] == ["a0"]
    assert [wanted.name for wanted in promoted.destructive] == ["web.api[1]"]


def test_canaries_of_a_superseded_deployment_are_stopped() -> None:
    middle, new = job(1, update=CANARY), job(2, update=CANARY)
    existing = [*fleet(OLD), alloc(0, middle, id="c", canary=True, deployment_id="d")]
    result = run(new, existing, [deployment(middle, desired_canaries=1, placed_canaries=("c",))])
    assert [stop.alloc.id for stop in result.stops] == ["c"]
    assert summary(result)["Canary"] == 1


# --- clients that go and come back ---

HOUR = DisconnectStrategy(lost_after=3600 * SECOND)


def test_a_disconnected_allocation_is_marked_and_replaced_later() -> None:
    of = job(disconnect=HOUR)
    result = run(of, [*fleet(of, 2), alloc(2, of, node_state="disconnected")])
    assert summary(result) == {"Disconnect": 1, "Ignore": 3, "RescheduleLater": 1}
    assert [(update.alloc.id, update.kind, update.client) for update in result.updates] == [("a2", "disconnect", "unknown")]
    assert [(followup.trigger, (followup.wait_until - NOW) // SECOND) for followup in result.followups] == [
        ("max-disconnect-timeout", 3600),
        ("alloc-reschedule", 30),
    ]


@pytest.mark.parametrize(
    ("strategy", "stopped"),
    [("best_score", "a2"), ("keep_original", "r"), ("keep_replacement", "a2"), ("longest_running", "a2")],
)
def test_one_of_original_and_replacement_stays(strategy: str, stopped: str) -> None:
    of = job(disconnect=DisconnectStrategy(lost_after=3600 * SECOND, reconcile=strategy))
    original = alloc(2, of, states=((0, "unknown", NOW - 60 * SECOND),), next_id="r", best_score=0.4)
    replacement = alloc(2, of, id="r", previous_id="a2", best_score=0.6)
    result = run(of, [*fleet(of, 2), original, replacement])
    assert [stop.alloc.id for stop in result.stops] == [stopped]


def test_an_allocation_unknown_for_too_long_is_lost() -> None:
    of = job(disconnect=HOUR)
    result = run(of, [*fleet(of, 2), alloc(2, of, node_state="disconnected", **unknown(7200))])
    assert (summary(result), [stop.client for stop in result.stops]) == ({"Ignore": 2, "Place": 1, "Stop": 1}, ["lost"])


def test_a_client_gets_time_to_stop_what_is_lost() -> None:
    of = job(disconnect=DisconnectStrategy(stop_on_client_after=60 * SECOND))
    result = run(of, [*fleet(of, 2), alloc(2, of, node_state="down")])
    assert (summary(result), result.place) == ({"Ignore": 2, "Stop": 1}, [])
    assert [(followup.trigger, (followup.wait_until - NOW) // SECOND) for followup in result.followups] == [("alloc-failure", 65)]


# --- rescheduling ---


@pytest.mark.parametrize(("seconds_ago", "now"), [(29, True), (28, False)])
def test_what_is_due_within_a_second_happens_now(seconds_ago: int, now: bool) -> None:
    assert bool(run(job(count=1), [alloc(0, OLD, **failed(seconds_ago))]).place) is now


def test_an_evaluation_that_waits_already_is_not_made_again() -> None:
    result = run(job(count=1), [alloc(0, OLD, followup_eval_id="other", **failed(5))])
    assert (result.followups, result.updates, result.place) == ([], [], [])
    assert len(run(job(count=1), [alloc(0, OLD, followup_eval_id="e", **failed(5))]).place) == 1


def test_reschedules_within_five_seconds_share_an_evaluation() -> None:
    existing = [alloc(index, OLD, **failed(ago)) for index, ago in enumerate((20, 16, 15))]
    assert [(f.trigger, (f.wait_until - NOW) // SECOND) for f in run(OLD, existing).followups] == [("alloc-reschedule", 10), ("alloc-failure", 15)]


def test_a_running_deployment_replaces_its_own_failures() -> None:
    existing = [*fleet(OLD, 2), alloc(2, OLD, deployment_id="d", **failed(60))]
    assert run(OLD, existing, [deployment(OLD)]).place == []
    marked = [*fleet(OLD, 2), alloc(2, OLD, deployment_id="d", reschedule=True, **failed(60))]
    assert [wanted.name for wanted in run(OLD, marked, [deployment(OLD)]).place] == ["web.api[2]"]


# --- what always holds ---

STATES = st.sampled_from(["fine", "fine", "fine", "draining", "disconnected", "down", "missing"])
MEMBERS = st.fixed_dictionaries(
    {
        "index": st.integers(0, 5),
        "old": st.booleans(),
        "node_state": STATES,
        "client": st.sampled_from(["running", "running", "pending", "failed", "complete", "unknown", "lost"]),
        "desired": st.sampled_from(["run", "run", "run", "stop", "evict"]),
        "migrate": st.booleans(),
        "canary": st.booleans(),
        "healthy": st.sampled_from([None, True, False]),
        "in_deployment": st.booleans(),
        "was_unknown": st.booleans(),
    }
)


@given(
    members=st.lists(MEMBERS, max_size=8),
    count=st.integers(0, 5),
    status=st.sampled_from(["", "running", "paused", "failed", "successful"]),
    canaries=st.integers(0, 2),
    batch=st.booleans(),
    kind=st.sampled_from(["inplace", "destructive"]),
    seed=st.randoms(use_true_random=False),
)
def test_whatever_the_state(members: list[dict[str, Any]], count: int, status: str, canaries: int, batch: bool, kind: str, seed: random.Random) -> None:
    update = None if batch else UPDATE.changed(canary=canaries)
    type_ = "batch" if batch else "service"
    old, new = (job(version, count=count, type=type_, update=update, disconnect=HOUR, reschedule=EXPONENTIAL) for version in (0, 1))
    existing = [
        alloc(
            one["index"],
            old if one["old"] else new,
            id=f"a{number}",
            node_state=one["node_state"],
            client=one["client"],
            desired=one["desired"],
            migrate=one["migrate"],
            canary=one["canary"],
            healthy=one["healthy"],
            deployment_id="d" if one["in_deployment"] else "",
            states=((0, "unknown", NOW - 60 * SECOND),) if one["was_unknown"] else (),
        )
        for number, one in enumerate(members)
    ]

    def once(allocs: list[Existing]) -> Any:
        result = run(new, allocs, [deployment(new, status, placed_canaries=("a0",), desired_canaries=canaries)] if status else [], kind=kind)
        return (
            [(stop.alloc.id, stop.description) for stop in result.stops],
            [(update.alloc.id, update.kind) for update in result.updates],
            [(wanted.name, wanted.replaces.id if wanted.replaces else "") for wanted in [*result.destructive, *result.place]],
            result.counts["api"].to_dict() if "api" in result.counts else {},
        )

    stops, updates, wanted, counts = once(existing)
    shuffled = list(existing)
    seed.shuffle(shuffled)
    assert once(shuffled) == (stops, updates, wanted, counts), "the order in which allocations are given plays no part"
    in_place = {id for id, one in updates if one == "inplace"}
    assert not in_place & {id for id, _ in stops}, "what is updated in place is not stopped"
    assert counts["InPlaceUpdate"] == len(in_place)
    assert len(wanted) <= 2 * count + len(existing)
    assert all(value < 1000 for value in counts.values()), "no counter goes below zero"
