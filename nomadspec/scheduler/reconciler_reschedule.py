"""When a failed allocation is run again: delays, attempts, and the history that goes with its replacement."""

from __future__ import annotations

from nomadspec.scheduler.reconciler_model import RescheduleEvent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec._generated.job_model import ReschedulePolicy
    from nomadspec.scheduler.reconciler_model import Existing

#: How many entries of an unlimited history a replacement inherits.
REMEMBERED_EVENTS: Final = 5


def fail_time(alloc: Existing) -> int:
    """When the last of its tasks ended; the time of its last change where no task says."""
    return max((run.finished for _, run in alloc.tasks), default=0) or alloc.modify_time


def last_unknown(alloc: Existing) -> int:
    """When the newest uninterrupted run of `unknown` client statuses began; 0 when it never was unknown."""
    start = 0
    for kind, value, time in reversed(alloc.states):
        if kind == 0 and value == "unknown":
            start = time
        elif start:
            break
    return start


def policy_of(alloc: Existing) -> ReschedulePolicy | None:
    """The reschedule policy of the allocation's own job version."""
    group = alloc.own_group
    return group.reschedule if group is not None else None


def delay(alloc: Existing, policy: ReschedulePolicy) -> int:
    """Nanoseconds that the next reschedule waits."""
    first = policy.delay or 0
    events = alloc.events or ()
    if not events or policy.delay_function not in ("exponential", "fibonacci"):
        return first
    last = events[-1]
    limit = policy.max_delay or 0
    if policy.delay_function == "exponential":
        value = last.delay * 2
    elif len(events) < 2 or (events[-2].delay == limit and last.delay == first):
        value = first
    else:
        value = last.delay + events[-2].delay
    if limit > 0 and value > limit:
        return first if fail_time(alloc) - last.time > limit else limit
    return value


def may_retry(alloc: Existing, policy: ReschedulePolicy, base: int) -> bool:
    """Whether the policy has an attempt left at the time `base`."""
    attempts = policy.attempts or 0
    if attempts > 0 and alloc.events is not None:
        interval = policy.interval or 0
        used = sum(base - event.time < interval for event in alloc.events)
        return used < attempts and delay(alloc, policy) < interval
    return bool(policy.unlimited) or (attempts > 0 and not alloc.tracked)


def next_time(alloc: Existing) -> int | None:
    """When a failed allocation is due to be run again; None when it is not."""
    policy = policy_of(alloc)
    if policy is None or (not policy.attempts and not policy.unlimited):
        return None
    if alloc.desired == "stop" and not last_reschedule_failed(alloc):
        return None
    if alloc.client not in ("failed", "lost") and not (alloc.job.type == "batch" and alloc.reschedule):
        return None
    base = fail_time(alloc)
    return base + delay(alloc, policy) if may_retry(alloc, policy, base) else None


def next_time_from(alloc: Existing, base: int) -> int | None:
    """When an allocation that disconnected at `base` is due to be run elsewhere; None when its policy does not allow it."""
    policy = policy_of(alloc)
    if policy is None or not may_retry(alloc, policy, base):
        return None
    return base + delay(alloc, policy)


def last_reschedule_failed(alloc: Existing) -> bool:
    """Whether the last attempt to run it again found no node."""
    return alloc.last_reschedule not in ("", "ok")


def history(alloc: Existing, now: int) -> tuple[RescheduleEvent, ...]:
    """The reschedule history of a replacement for `alloc` made now."""
    policy = policy_of(alloc)
    events = alloc.events or ()
    if policy is not None and (policy.attempts or 0) > 0:
        kept = tuple(event for event in events if now - event.time <= (policy.interval or 0))
    else:
        kept = events[-REMEMBERED_EVENTS:]
    wait = delay(alloc, policy) if policy is not None else 0
    return (*kept, RescheduleEvent(time=now, previous_id=alloc.id, previous_node=alloc.node_id, delay=wait))
