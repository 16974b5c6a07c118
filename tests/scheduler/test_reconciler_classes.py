"""What class an existing allocation is in, and when it is run again."""

from __future__ import annotations

from typing import Any

import pytest

from nomadspec._generated.job_model import DisconnectStrategy, ReschedulePolicy
from nomadspec.scheduler import reconciler_reschedule as retry
from nomadspec.scheduler.reconciler_classes import classify
from nomadspec.scheduler.reconciler_model import SECOND, RescheduleEvent
from tests.scheduler.reconciler_cases import EXPONENTIAL, NOW, alloc, failed, job, unknown

HOUR = DisconnectStrategy(lost_after=3600 * SECOND)
WAS_UNKNOWN = ((0, "unknown", NOW - 60 * SECOND),)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({}, "untainted"),
        ({"node_state": "draining"}, "untainted"),
        ({"node_state": "down"}, "lost"),
        ({"node_state": "missing"}, "lost"),
        ({"node_state": "disconnected"}, "disconnecting"),
        ({"node_state": "disconnected", "client": "pending"}, "lost"),
        ({"node_state": "disconnected", **unknown(60)}, "untainted"),
        ({"node_state": "disconnected", **unknown(3600)}, "expiring"),
        ({"migrate": True}, "migrate"),
        ({"migrate": True, "node_state": "down"}, "migrate"),
        ({"client": "failed"}, "untainted"),
        ({"client": "failed", "migrate": True}, "untainted"),
        ({"client": "failed", "migrate": True, "canary": True}, "migrate"),
        ({"desired": "stop"}, "ignore"),
        ({"desired": "stop", "migrate_disable_placement": True}, "untainted"),
        ({"states": WAS_UNKNOWN}, "reconnecting"),
        ({"states": WAS_UNKNOWN, "client": "failed"}, "reconnecting"),
        ({"states": WAS_UNKNOWN, "client": "failed", "desired": "stop"}, "ignore"),
        ({"states": WAS_UNKNOWN, "node_state": "down"}, "lost"),
        ({"states": ((0, "unknown", 1), (0, "running", 2))}, "untainted"),
    ],
)
def test_the_first_case_that_fits_decides(members: dict[str, Any], expected: str) -> None:
    assert classify(alloc(0, job(disconnect=HOUR), **members), NOW) == expected


@pytest.mark.parametrize(("client", "expected"), [("running", "disconnecting"), ("unknown", "untainted"), ("pending", "lost")])
def test_without_replacement_a_node_that_is_down_only_disconnects(client: str, expected: str) -> None:
    kept = job(disconnect=DisconnectStrategy(lost_after=3600 * SECOND, replace=False))
    assert classify(alloc(0, kept, node_state="down", client=client, states=((0, "unknown", NOW),) if client == "unknown" else ()), NOW) == expected


def test_without_lost_after_a_disconnected_allocation_is_lost() -> None:
    assert classify(alloc(0, job(), node_state="disconnected"), NOW) == "lost"


def events(*delays: int, ago: int = 60) -> tuple[RescheduleEvent, ...]:
    return tuple(RescheduleEvent(NOW - ago * SECOND, "p", "n", delay * SECOND) for delay in delays)


@pytest.mark.parametrize(
    ("function", "max_delay", "history", "expected"),
    [
        ("constant", 3600, (), 30),
        ("constant", 10, (15,), 30),
        ("exponential", 3600, (), 30),
        ("exponential", 3600, (30,), 60),
        ("exponential", 3600, (30, 60), 120),
        ("exponential", 90, (30, 60), 90),
        ("exponential", 0, (3000,), 6000),
        ("fibonacci", 3600, (30,), 30),
        ("fibonacci", 3600, (30, 30), 60),
        ("fibonacci", 3600, (30, 60), 90),
        ("fibonacci", 60, (60, 30), 30),
    ],
)
def test_delays(function: str, max_delay: int, history: tuple[int, ...], expected: int) -> None:
    policy = EXPONENTIAL.changed(delay_function=function, max_delay=max_delay * SECOND)
    subject = alloc(0, job(reschedule=policy), tracked=bool(history), events=events(*history) if history else None, **failed(50))
    assert retry.delay(subject, policy) == expected * SECOND


def test_a_delay_beyond_the_maximum_starts_again_after_a_quiet_time() -> None:
    policy = EXPONENTIAL.changed(max_delay=100 * SECOND)
    subject = alloc(0, job(reschedule=policy), tracked=True, events=events(90, ago=600), **failed(10))
    assert retry.delay(subject, policy) == 30 * SECOND


TWICE = ReschedulePolicy(attempts=2, interval=1800 * SECOND, delay=30 * SECOND, delay_function="constant", max_delay=0, unlimited=False)


@pytest.mark.parametrize(
    ("policy", "history", "again"),
    [
        (EXPONENTIAL, None, True),
        (TWICE, None, True),
        (TWICE, (), True),
        (TWICE, events(30), True),
        (TWICE, events(30, 30), False),
        (TWICE, (*events(30, ago=9000), *events(30)), True),
        (TWICE.changed(attempts=0), None, False),
        (None, None, False),
    ],
)
def test_attempts(policy: ReschedulePolicy | None, history: tuple[RescheduleEvent, ...] | None, again: bool) -> None:
    subject = alloc(0, job(reschedule=policy), tracked=history is not None, events=history, **failed(10))
    assert (retry.next_time(subject) is not None) is again


def test_a_replacement_inherits_the_last_five_of_an_unlimited_history() -> None:
    subject = alloc(0, job(), tracked=True, events=events(1, 2, 3, 4, 5, 6), **failed(10))
    assert [event.delay // SECOND for event in retry.history(subject, NOW)] == [2, 3, 4, 5, 6, 12]


def test_a_limited_history_is_cut_by_its_interval() -> None:
    subject = alloc(0, job(reschedule=TWICE), tracked=True, events=(*events(7, ago=9000), *events(8)), **failed(10))
    assert [event.delay // SECOND for event in retry.history(subject, NOW)] == [8, 30]


def test_the_newest_run_of_unknown_begins_with_its_first_entry() -> None:
    states = tuple((0, value, time) for value, time in (("unknown", 1), ("running", 2), ("unknown", 3), ("unknown", 4), ("running", 5)))
    assert retry.last_unknown(alloc(0, job(), states=states)) == 3
