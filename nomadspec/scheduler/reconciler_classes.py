"""What an existing allocation is to a reconciliation: the class that its statuses and its node put it in, and whether it is run again.

Both are tables of cases read from the top; the first that fits decides.
"""

from __future__ import annotations

from nomadspec.scheduler import reconciler_reschedule as retry
from nomadspec.scheduler.reconciler_model import DISCONNECTED, DOWN, DRAINING, FINE, MISSING, SECOND, Existing
from nomadspec.source.record import Record, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Final

    from nomadspec.scheduler.reconciler_model import Deployment


UNTAINTED, MIGRATE, LOST, DISCONNECTING = "untainted", "migrate", "lost", "disconnecting"
RECONNECTING, IGNORE, EXPIRING = "reconnecting", "ignore", "expiring"

#: A reschedule that is due within this time happens now.
RESCHEDULE_WINDOW: Final = SECOND


def needs_reconnect(alloc: Existing) -> bool:
    """Whether the servers last heard of it as `unknown`, and since then from its client."""
    if alloc.client not in ("unknown", "running", "failed"):
        return False
    return next((value for kind, value, _ in reversed(alloc.states) if kind == 0 and value), "") == "unknown"


def lost_after(alloc: Existing) -> int:
    """Nanoseconds that it may stay disconnected; 0 when it may not."""
    group = alloc.own_group
    if group is None:
        return 0
    if group.disconnect is not None:
        return group.disconnect.lost_after or 0
    return group.max_client_disconnect or 0


def replaced_when_disconnected(alloc: Existing) -> bool:
    """Whether another one may run while it is disconnected (the default)."""
    group = alloc.own_group
    return not (group is not None and group.disconnect is not None and group.disconnect.replace is False)


def expired(alloc: Existing, now: int) -> bool:
    """Whether it has been unknown for longer than its group allows."""
    since = retry.last_unknown(alloc)
    return alloc.client == "unknown" and since > 0 and since + lost_after(alloc) <= now


def classify(alloc: Existing, now: int) -> str:
    """The class of an allocation of a service or batch job."""
    node, client, reconnect = alloc.node_state, alloc.client, needs_reconnect(alloc)
    if reconnect and alloc.desired == "run" and client == "failed":
        return RECONNECTING
    if not reconnect and alloc.server_terminal:
        return UNTAINTED if alloc.migrate_disable_placement else IGNORE
    if not reconnect and alloc.client_terminal:
        return MIGRATE if alloc.canary and alloc.migrate else UNTAINTED
    if expired(alloc, now):
        return EXPIRING
    if reconnect and client == "failed" and alloc.desired == "stop":
        return IGNORE
    if node == DISCONNECTED:
        if client == "unknown":
            return UNTAINTED
        return LOST if client == "pending" or not lost_after(alloc) else DISCONNECTING
    if alloc.migrate:
        return MIGRATE
    if node in (FINE, DRAINING):
        return RECONNECTING if reconnect else UNTAINTED
    if node == DOWN and not replaced_when_disconnected(alloc):
        if client == "unknown":
            return UNTAINTED
        if client == "running":
            return DISCONNECTING
    assert node in (DOWN, MISSING)
    return LOST


def classes(allocs: Iterable[Existing], now: int) -> dict[str, list[Existing]]:
    """The allocations by class, each list in the order given."""
    result: dict[str, list[Existing]] = {name: [] for name in (UNTAINTED, MIGRATE, LOST, DISCONNECTING, RECONNECTING, IGNORE, EXPIRING)}
    for alloc in allocs:
        result[classify(alloc, now)].append(alloc)
    return result


class Due(Record, frozen=False, eq=True):
    """Allocations by when they are run again: `stay` keep their place (those of `later` are among them)."""

    stay: list[Existing] = field(default_factory=list)
    now: list[Existing] = field(default_factory=list)
    later: list[tuple[Existing, int]] = field(default_factory=list)


#: Answers of `_eligible`.
_STAYS, _GONE, _MAYBE = "stays", "gone", "maybe"


def _eligible(alloc: Existing, batch: bool, disconnecting: bool) -> str:
    """Whether an allocation keeps its place, leaves it for a new one, or may be run again under its name."""
    if disconnecting and alloc.client == "unknown":
        return _GONE
    if alloc.terminal and alloc.next_id:
        return _GONE
    failed_before = retry.last_reschedule_failed(alloc)
    if not batch:
        if (alloc.server_terminal and not failed_before) or alloc.client in ("complete", "lost"):
            return _GONE
        return _MAYBE
    if alloc.migrate_disable_placement:
        return _STAYS
    if alloc.reschedule:
        return _MAYBE
    if alloc.desired == "stop":
        if ran_successfully(alloc):
            return _STAYS
        return _MAYBE if failed_before else _GONE
    if alloc.desired == "evict":
        return _GONE
    return _MAYBE if alloc.client == "failed" else _STAYS


def ran_successfully(alloc: Existing) -> bool:
    """Whether all its tasks came to an end without failing."""
    return bool(alloc.tasks) and all(run.state == "dead" and not run.failed for _, run in alloc.tasks)


def reschedulable(allocs: Iterable[Existing], *, batch: bool, now: int, eval_id: str, deployment: Deployment | None, disconnecting: bool = False) -> Due:
    """Divides allocations by when they are to be run again. Those in none of the lists leave their name free.

    `deployment` is the current one: what runs under it is the deployment's own matter while it is active.
    """
    due = Due()
    for alloc in allocs:
        verdict = _eligible(alloc, batch, disconnecting)
        if verdict == _STAYS and disconnecting:
            verdict = _MAYBE
        if verdict == _STAYS:
            due.stay.append(alloc)
        elif verdict == _MAYBE:
            when = _when(alloc, now, eval_id, deployment, disconnecting)
            if when is None:
                due.stay.append(alloc)
            elif when <= 0:
                due.now.append(alloc)
            else:
                due.stay.append(alloc)
                due.later.append((alloc, when))
    return due


def _when(alloc: Existing, now: int, eval_id: str, deployment: Deployment | None, disconnecting: bool) -> int | None:
    """The time at which an allocation is to be run again; 0 for now, None for never or when an evaluation already waits for it."""
    if deployment is not None and deployment.active and alloc.deployment_id == deployment.id and not alloc.reschedule:
        return None
    force = alloc.force_reschedule and alloc.client_terminal
    if disconnecting and not replaced_when_disconnected(alloc):
        return 0 if force else None
    this_eval = bool(alloc.followup_eval_id) and alloc.followup_eval_id == eval_id
    if disconnecting:
        time = retry.next_time_from(alloc, now)
    elif alloc.client == "unknown" and this_eval:
        time = retry.next_time_from(alloc, retry.last_unknown(alloc))
    else:
        time = retry.next_time(alloc)
    if force or (time is not None and (this_eval or time - now <= RESCHEDULE_WINDOW)):
        return 0
    return time if time is not None and not alloc.followup_eval_id else None
