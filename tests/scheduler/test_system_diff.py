"""What a system or sysbatch job needs on one node, and what becomes of its deployments."""

from __future__ import annotations

from typing import Any

import pytest

from nomadspec._generated.job_model import DisconnectStrategy, Job, Task, TaskGroup, UpdateStrategy
from nomadspec.scheduler.reconciler_model import SECOND, Deployment, DeploymentState, Existing
from nomadspec.scheduler.system_deployments import FIRST_CLIENT_VERSION, SystemDeployments, _too_old
from nomadspec.scheduler.system_diff import Fleet, OnNode, classify, diff_node, required_names
from tests.scheduler.reconciler_cases import NOW, unknown

UPDATE = UpdateStrategy(max_parallel=1, canary=0)


def job(version: int = 0, *, type: str = "system", count: int = 1, name: str = "agent", stop: bool = False, update: UpdateStrategy | None = UPDATE) -> Job:
    group = TaskGroup(name="g", count=count, update=update, task=[Task(name="t", driver="docker")], disconnect=DisconnectStrategy(lost_after=3600 * SECOND))
    return Job(id="agent", name=name, type=type, version=version, create_index=5, job_modify_index=5 + version, stop=stop, group=[group])


def alloc(of: Job | None = None, **members: Any) -> Existing:
    return Existing(**{"id": "a", "name": "agent.g[0]", "group": "g", "node_id": "n", "job": of or job(), "create_index": 1, **members})


def fleet(of: Job, *, candidate: bool = True, ready: bool = True, canary: bool = False) -> Fleet:
    return Fleet(
        job=of,
        now=NOW,
        candidates={"n"} if candidate else set(),
        not_ready=set() if ready else {"n"},
        required=required_names(of),
        canary=lambda group: canary,
    )


@pytest.mark.parametrize(
    ("new", "members", "where", "expected"),
    [
        (job(), {}, {}, "ignore"),
        (job(1), {}, {}, "update"),
        (job(count=0), {}, {}, "stop"),
        (job(name="other"), {}, {}, "stop"),
        (job(stop=True), {}, {}, "stop"),
        (job(), {"migrate": True, "node_state": "draining"}, {}, "migrate"),
        (job(1), {"node_state": "draining"}, {}, "ignore"),
        (job(), {"node_state": "down"}, {}, "lost"),
        (job(), {"node_state": "missing"}, {}, "lost"),
        (job(), {"node_state": "disconnected"}, {}, "disconnect"),
        (job(1), {"node_state": "disconnected", "client": "pending"}, {}, "ignore"),
        (job(1), unknown(60), {}, "waiting"),
        (job(1), unknown(7200), {}, "lost"),
        (job(), {"states": ((0, "unknown", 1),)}, {}, "reconnect"),
        (job(), {}, {"candidate": False, "ready": False}, "ignore"),
        (job(1), {}, {"candidate": False, "ready": False}, "stop"),
        (job(), {}, {"candidate": False}, "stop"),
    ],
)
def test_a_live_allocation(new: Job, members: dict[str, Any], where: dict[str, bool], expected: str) -> None:
    assert classify(fleet(new, **where), alloc(**members)) == expected


@pytest.mark.parametrize(
    ("new", "ended", "where", "expected"),
    [
        (job(), None, {}, ["place"]),
        (job(), None, {"candidate": False}, []),
        (job(), {"client": "complete"}, {}, ["place"]),
        (job(), {"client": "failed", "node_state": "draining"}, {}, []),
        (job(type="sysbatch"), {"client": "complete"}, {}, ["ignore"]),
        (job(1, type="sysbatch"), {"client": "complete"}, {}, ["update"]),
        (job(1, type="sysbatch"), {"client": "complete"}, {"candidate": False}, ["update"]),
        (job(type="sysbatch", count=2), {"client": "complete"}, {}, ["ignore", "place"]),
    ],
)
def test_a_name_without_a_live_allocation(new: Job, ended: dict[str, Any] | None, where: dict[str, bool], expected: list[str]) -> None:
    of = job(type=new.type or "system")
    on_node = OnNode(ended={"agent.g[0]": alloc(of, **ended)}) if ended is not None else OnNode()
    assert [verdict.kind for verdict in diff_node(fleet(new, **where), "n", on_node)] == expected


def test_what_ended_is_named_as_replaced() -> None:
    before = alloc(client="failed")
    assert [verdict.alloc for verdict in diff_node(fleet(job()), "n", OnNode(ended={before.name: before}))] == [before]


# --- deployments ---


def stored(version: int, status: str, **state: Any) -> Deployment:
    return Deployment("d", status, "", version, 5, 9, {"g": DeploymentState(desired_total=1, **state)})


def visited(new: Job, newest: Deployment | None, *allocs: Existing, total: int = 1) -> tuple[str, list[tuple[str, str]]]:
    """The status of the plan's deployment ("" for none, "new" for its own) and the changes, after a visit to one node."""
    deployments = SystemDeployments(new, newest)
    deployments.begin_node()
    on_node = OnNode(live=list(allocs))
    assert new.group is not None
    found = diff_node(fleet(new), "n", on_node)
    deployments.visit(new.group[0], found, allocs)
    deployments.end_visits(any(verdict.kind == "ignore" for verdict in found), [])
    made, updates = deployments.finish({"g": total}, set())
    return ("" if made is None else "new" if made.new else made.status), [(update.status, update.description) for update in updates]


def test_the_first_run_makes_a_deployment() -> None:
    assert visited(job(), None) == ("new", [("running", "Deployment is running")])


@pytest.mark.parametrize("update", [None, UpdateStrategy(max_parallel=0)])
def test_without_an_update_block_there_is_none(update: UpdateStrategy | None) -> None:
    assert visited(job(update=update), None) == ("", [])


def test_what_runs_already_needs_none() -> None:
    assert visited(job(), None, alloc()) == ("", [])


def test_a_running_one_of_an_earlier_version_is_cancelled() -> None:
    assert visited(job(1), stored(0, "running"), alloc()) == (
        "new",
        [("cancelled", "Cancelled due to newer version of job"), ("running", "Deployment is running")],
    )


def test_a_failed_one_of_an_earlier_version_is_used_again() -> None:
    assert visited(job(1), stored(0, "failed"), alloc()) == ("failed", [])


def test_a_finished_one_is_shown_and_finished_again() -> None:
    assert visited(job(), stored(0, "successful", healthy=1), alloc()) == ("successful", [("successful", "Deployment completed successfully")])


def test_with_nothing_wanted_a_finished_one_is_not_shown() -> None:
    assert visited(job(), stored(0, "successful", healthy=1), alloc(), total=0) == ("", [])


def test_a_stopped_job_cancels_its_own() -> None:
    assert visited(job(0, stop=True), stored(0, "running"), alloc()) == ("", [("cancelled", "Cancelled because job is stopped")])


CANARIES = UpdateStrategy(max_parallel=1, canary=1)


@pytest.mark.parametrize(
    ("update", "newest", "canary"),
    [
        (UPDATE, None, False),
        (CANARIES, None, True),
        (CANARIES, {"g": DeploymentState(promoted=False)}, True),
        (CANARIES, {"g": DeploymentState(promoted=True)}, False),
        (CANARIES, {}, False),
    ],
)
def test_an_update_starts_as_a_canary_until_the_group_is_promoted(update: UpdateStrategy, newest: dict[str, DeploymentState] | None, canary: bool) -> None:
    new = job(1, update=update)
    assert new.group is not None
    known = (
        None if newest is None else Deployment(id="d", status="running", description="", job_version=1, job_create_index=5, create_index=9, groups=dict(newest))
    )
    assert SystemDeployments(new, known).starts_as_canary(new.group[0]) is canary


@pytest.mark.parametrize(("version", "too_old"), [(FIRST_CLIENT_VERSION, False), ("99.0.0", False), ("1.0.0", True), ("", True), ("nonsense", True)])
def test_clients_that_are_too_old_for_deployments(version: str, too_old: bool) -> None:
    assert _too_old(version) is too_old
