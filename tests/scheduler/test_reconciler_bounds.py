"""Both sides of what the reconciler draws a line at, and what it takes for a member that is not there."""

from __future__ import annotations

from typing import Any

import pytest

from nomadspec._generated.job_model import DisconnectStrategy, Job, ReschedulePolicy, Resources, Task, TaskGroup, UpdateStrategy
from nomadspec.cluster.objects import Deployment as StoredDeployment
from nomadspec.cluster.resources import AllocatedResources
from nomadspec.scheduler.context import PlannedAllocation
from nomadspec.scheduler.group_request import TaskAsk
from nomadspec.scheduler.node_facts import NodeFacts
from nomadspec.scheduler.outcome import follow_up_eval, priority_of
from nomadspec.scheduler.reconciler_classes import lost_after, ran_successfully
from nomadspec.scheduler.reconciler_model import SECOND, Existing, FollowUp, RescheduleEvent, TaskRun, index_of
from nomadspec.scheduler.reconciler_names import NameIndex
from nomadspec.scheduler.reconciler_reconnect import older
from nomadspec.scheduler.reconciler_reschedule import fail_time, history, last_unknown, may_retry
from nomadspec.scheduler.reconciler_view import stored_deployment
from nomadspec.scheduler.system_diff import by_node
from tests.scheduler import reconciler_cases
from tests.scheduler.placement_cases import cluster, node
from tests.scheduler.reconciler_cases import NOW, alloc

# --- what is not there -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("given", "priority"), [(None, 50), (1, 1), (0, 0), (80, 80)])
def test_the_priority(given: int | None, priority: int) -> None:
    assert priority_of(Job(priority=given)) == priority
    assert PlannedAllocation(Job(priority=given), "g", "web.g[0]", "n", AllocatedResources({}, 0)).priority == priority


@pytest.mark.parametrize(("given", "type"), [("batch", "batch"), ("service", "service"), (None, "service")])
def test_the_type_of_a_follow_up(given: str | None, type: str) -> None:
    followup = FollowUp(trigger="alloc-failure", description="x", wait_until=7)
    made = follow_up_eval(followup, Job(type=given, priority=9))
    assert (made.triggered_by, made.status, made.type, made.priority, made.wait_until) == ("alloc-failure", "pending", type, 9, 7)


def test_a_stored_deployment_without_members() -> None:
    made = stored_deployment(StoredDeployment({"ID": "d", "TaskGroups": {"g": {}}}))
    state = made.groups["g"]
    assert state is not None
    assert (made.description, made.job_create_index) == ("", 0)
    assert (state.progress_deadline, state.desired_canaries, state.desired_total, state.placed_canaries, state.healthy) == (0, 0, 0, (), 0)
    assert (state.auto_revert, state.auto_promote, state.promoted) == (False, False, False)


@pytest.mark.parametrize(("version", "index"), [(0, 10), (3, 10)])
def test_a_new_deployment_is_of_its_job(version: int, index: int) -> None:
    made = reconciler_cases.run(reconciler_cases.job(version), []).deployment
    assert made is not None
    assert (made.job_version, made.job_create_index, made.create_index) == (version, index, 0)


def test_a_job_without_a_version_or_an_index_is_the_first() -> None:
    of = Job(id="web", name="web", type="service", group=[TaskGroup(name="api", count=1, update=UpdateStrategy(max_parallel=1))])
    made = reconciler_cases.run(of, []).deployment
    assert made is not None
    assert (made.job_version, made.job_create_index) == (0, 0)


def test_an_allocation_whose_group_is_gone_may_not_stay_away() -> None:
    assert lost_after(Existing(id="a", name="web.old[0]", group="old", node_id="n", job=reconciler_cases.job(), create_index=1)) == 0


def test_a_policy_without_attempts_allows_none() -> None:
    failed = alloc(0, reconciler_cases.job())
    assert not may_retry(failed, ReschedulePolicy(), NOW)
    assert may_retry(failed, ReschedulePolicy(unlimited=True), NOW)
    assert may_retry(failed, ReschedulePolicy(attempts=1), NOW)
    assert not may_retry(alloc(0, reconciler_cases.job(), tracked=True), ReschedulePolicy(attempts=1), NOW)


def test_a_group_without_a_count_runs_nothing() -> None:
    of = Job(id="web", group=[TaskGroup(name="api")])
    assert reconciler_cases.summary(reconciler_cases.run(of, [alloc(0, of)])) == {"Stop": 1}


@pytest.mark.parametrize(
    ("versions", "indexes", "expected"),
    [
        ((0, 0), (10, 10), False),
        ((0, 1), (10, 10), True),
        ((1, 0), (10, 10), False),
        ((0, 0), (10, 11), True),
        ((0, 0), (None, None), False),
        ((0, None), (None, 1), True),
    ],
)
def test_an_older_allocation(versions: tuple[int, int | None], indexes: tuple[int | None, int | None], expected: bool) -> None:
    """Of an earlier version, or an earlier life, of the job: what is not there is 0."""
    theirs, ours = (Job(id="web", version=version, create_index=index) for version, index in zip(versions, indexes, strict=True))
    assert older(alloc(0, theirs), ours) is expected


@pytest.mark.parametrize(
    ("group", "seconds"),
    [
        ({}, 0),
        ({"max_client_disconnect": 60 * SECOND}, 60),
        ({"disconnect": DisconnectStrategy(lost_after=30 * SECOND)}, 30),
        ({"disconnect": DisconnectStrategy()}, 0),
        ({"disconnect": DisconnectStrategy(), "max_client_disconnect": 60 * SECOND}, 0),
    ],
)
def test_how_long_an_allocation_may_stay_away(group: dict[str, Any], seconds: int) -> None:
    assert lost_after(alloc(0, reconciler_cases.job(**group))) == seconds * SECOND


def test_a_deployment_of_a_job_without_an_index_is_its_own() -> None:
    of = Job(id="web", name="web", type="service", version=0, group=[TaskGroup(name="api", count=1, update=UpdateStrategy(max_parallel=1))])
    result = reconciler_cases.run(of, [], [reconciler_cases.deployment(of)])
    assert [update.status for update in result.deployment_updates] != ["cancelled"]
    newer = Job(id="web", name="web", type="service", version=0, create_index=5, group=of.group)
    result = reconciler_cases.run(newer, [], [reconciler_cases.deployment(of)])
    assert [update.status for update in result.deployment_updates] == ["cancelled"]


@pytest.mark.parametrize(
    ("type", "members", "placed"),
    [
        ("service", {}, 1),
        ("service", {"reschedule": True}, 1),
        ("batch", {}, 1),
        ("batch", {"migrate_disable_placement": True}, 0),
        ("batch", {"reschedule": True}, 1),
    ],
)
def test_what_a_drained_allocation_is_replaced_by(type: str, members: dict[str, Any], placed: int) -> None:
    of = reconciler_cases.job(count=1, type=type)
    result = reconciler_cases.run(of, [alloc(0, of, migrate=True, **members)])
    assert (result.counts["api"].migrate, len(result.place)) == (1, placed)


@pytest.mark.parametrize(
    ("memory_max", "oversubscription", "most"),
    [(500, True, 510), (500, False, 0), (0, True, 0)],
)
def test_secrets_are_memory(memory_max: int, oversubscription: bool, most: int) -> None:
    asked = TaskAsk(Task(name="t", resources=Resources(cpu=1, memory=300, memory_max=memory_max, secrets=10)))
    held = asked.allocation(oversubscription=oversubscription)
    assert (held.memory, held.memory_max) == (310, most)


@pytest.mark.parametrize(
    ("processors", "cpu"),
    [
        ({"Topology": {"OverrideTotalCompute": 900, "Cores": [{"ID": 0, "BaseSpeed": 1000}]}}, 900),
        ({"Topology": {"OverrideTotalCompute": 0, "Cores": [{"ID": 0, "BaseSpeed": 1000}, {"ID": 1, "MaxSpeed": 500}, {"ID": 2, "GuessSpeed": 7}]}}, 1507),
        ({"Topology": {"Cores": [{"ID": 0}]}}, 0),
        ({"Topology": None}, 4000),
        (None, 4000),
    ],
)
def test_the_compute_of_a_node(processors: dict[str, Any] | None, cpu: int) -> None:
    """An override counts before the cores, and what an older client calls its shares where there are none."""
    (on,) = cluster(node("a", resources={"Processors": processors})).nodes.values()
    assert NodeFacts(on).cpu == cpu


@pytest.mark.parametrize("task", [Task(name="t"), Task(name="t", resources=Resources())])
def test_a_task_that_asks_for_nothing(task: Task) -> None:
    asked = TaskAsk(task)
    assert (asked.cpu, asked.cores, asked.memory, asked.memory_max, asked.secrets, asked.networks, asked.devices) == (0, 0, 0, 0, 0, [], [])


# --- names -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "index"), [("[3]", 3), ("3]", 0), ("web.api[31", 0), ("web.api[0]", 0), ("web.api[12]", 12)])
def test_the_index_of_a_name(name: str, index: int) -> None:
    assert index_of(name) == index


def test_an_index_held_twice_is_free_when_both_gave_it_back() -> None:
    index = NameIndex("web", "api", 2, [alloc(number, reconciler_cases.job(), id=f"a{n}") for n, number in enumerate((0, 1, 1))])
    index.free(1)
    assert index.next(1) == ["web.api[0]"], "1 is still held once"
    index.free(1)
    assert index.next(1) == ["web.api[1]"]


def test_canaries_beside_canaries() -> None:
    of = reconciler_cases.job()
    index = NameIndex("web", "api", 6, [alloc(0, of)])
    assert index.next_canaries(3, [alloc(1, of)], [alloc(0, of)]) == ["web.api[0]", "web.api[2]", "web.api[3]"]


# --- times and ends ----------------------------------------------------------------------------------------------------------


def event(seconds_ago: int) -> RescheduleEvent:
    return RescheduleEvent(time=NOW - seconds_ago * SECOND, previous_id="p", previous_node="n", delay=0)


def test_without_an_interval_no_attempt_is_left_and_none_is_remembered() -> None:
    policy = ReschedulePolicy(attempts=1, delay=0)
    failed = alloc(0, reconciler_cases.job(reschedule=policy), events=(), tracked=True)
    assert not may_retry(failed, policy, NOW)
    before = alloc(0, reconciler_cases.job(reschedule=policy), events=(RescheduleEvent(time=NOW - 1, previous_id="p", previous_node="n", delay=0), event(0)))
    assert [entry.time for entry in history(before, NOW)] == [NOW, NOW]


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([TaskRun(state="dead", failed=False)], True),
        ([TaskRun(state="dead", failed=True)], False),
        ([TaskRun(state="running", failed=False)], False),
        ([TaskRun(state="dead", failed=False), TaskRun(state="dead", failed=True)], False),
        ([], False),
    ],
)
def test_whether_a_batch_allocation_ran_to_its_end(runs: list[TaskRun], expected: bool) -> None:
    tasks = tuple((f"t{number}", run) for number, run in enumerate(runs))
    assert ran_successfully(alloc(0, reconciler_cases.job(type="batch"), tasks=tasks)) is expected


def test_of_ended_allocations_with_a_name_the_first_of_the_newest_counts() -> None:
    of = reconciler_cases.job()
    ended = [alloc(0, of, id=name, node_id="n", client="complete", desired="stop") for name in ("a", "b")]
    assert by_node(ended)["n"].ended["web.api[0]"].id == "a"


@pytest.mark.parametrize(("finished", "expected"), [((), 9), ((0,), 9), ((3,), 3), ((3, 5, 4), 5)])
def test_when_an_allocation_failed(finished: tuple[int, ...], expected: int) -> None:
    """When the last of its tasks ended; where none says, when it was last changed."""
    tasks = tuple((f"t{number}", TaskRun(state="dead", finished=time)) for number, time in enumerate(finished))
    assert fail_time(alloc(0, reconciler_cases.job(), tasks=tasks, modify_time=9)) == expected


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((), 0),
        (((0, "unknown", 3),), 3),
        (((0, "unknown", 3), (0, "unknown", 5)), 3),
        (((0, "unknown", 3), (0, "running", 4), (0, "unknown", 5)), 5),
        (((0, "unknown", 3), (0, "running", 4)), 3),
        (((1, "unknown", 3),), 0),
    ],
)
def test_when_an_allocation_became_unknown(states: tuple[tuple[int, str, int], ...], expected: int) -> None:
    assert last_unknown(alloc(0, reconciler_cases.job(), states=states)) == expected
