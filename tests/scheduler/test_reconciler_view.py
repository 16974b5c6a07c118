"""Stored allocations as a reconciliation sees them."""

from __future__ import annotations

from nomadspec.scheduler.reconciler_model import SECOND, RescheduleEvent, TaskRun
from nomadspec.scheduler.reconciler_view import existing
from tests.scheduler.placement_cases import allocation, cluster, node


def test_what_is_written_is_taken_over() -> None:
    raw = allocation(
        "x",
        "a",
        RescheduleTracker={"Events": [{"RescheduleTime": 7, "PrevAllocID": "p", "PrevNodeID": "n", "Delay": 30 * SECOND}], "LastReschedule": "ok"},
        TaskStates={"t": {"State": "dead", "Failed": True, "StartedAt": "1970-01-01T00:00:01Z", "FinishedAt": "1970-01-01T00:00:02Z", "Restarts": 3}},
        DeploymentStatus={"Canary": True, "Healthy": False},
        DesiredTransition={"Migrate": True},
        DeploymentID="d",
        PreviousAllocation="before",
        NextAllocation="after",
        FollowupEvalID="e",
        AllocStates=[{"Field": 0, "Value": "unknown", "Time": "1970-01-01T00:00:03Z"}, {"Field": 1, "Value": "x", "Time": "1970-01-01T00:00:04Z"}],
    )
    state = cluster(node("a"), allocations=[raw])
    found = existing(state.allocations["x-a"], state.nodes["a-id"])
    assert found.events == (RescheduleEvent(7, "p", "n", 30 * SECOND),)
    assert found.tasks == (("t", TaskRun("dead", True, SECOND, 2 * SECOND, 0, 3)),)
    assert (found.deployment_id, found.previous_id, found.next_id, found.followup_eval_id) == ("d", "before", "after", "e")
    assert found.states == ((0, "unknown", 3 * SECOND), (1, "x", 4 * SECOND))
    assert (found.canary, found.healthy, found.migrate, found.reschedule, found.last_reschedule, found.tracked) == (True, False, True, False, "ok", True)


def test_what_is_not_written_is_nothing() -> None:
    state = cluster(node("a", Status="down"), allocations=[allocation("x", "a", TaskStates={"t": {}}, RescheduleTracker={"Events": [{"RescheduleTime": 0}]})])
    found = existing(state.allocations["x-a"], state.nodes["a-id"])
    assert found.events == (RescheduleEvent(0, "", "", 0),)
    assert found.tasks == (("t", TaskRun("", False, 0, 0, 0, 0)),)
    assert (found.deployment_id, found.previous_id, found.next_id, found.followup_eval_id, found.states) == ("", "", "", "", ())
    assert (found.canary, found.healthy, found.migrate, found.node_state) == (False, None, False, "down")
    assert existing(state.allocations["x-a"], None).node_state == "missing"
