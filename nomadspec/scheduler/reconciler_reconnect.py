"""A client comes back while its allocation has a replacement: which of the two stays."""

from __future__ import annotations

from nomadspec.jobspec.groups import group_named
from nomadspec.scheduler.reconciler_model import NOT_NEEDED_TEXT, RECONNECT_TEXT, RESCHEDULED_TEXT, Stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from nomadspec._generated.job_model import Job
    from nomadspec.scheduler.reconciler_model import Existing


def older(alloc: Existing, job: Job) -> bool:
    """Whether it belongs to an earlier version, or an earlier life, of the job."""
    return alloc.version < (job.version or 0) or (alloc.job.create_index or 0) < (job.create_index or 0)


def reconnect_stops(reconnecting: Iterable[Existing], members: Iterable[Existing], job: Job, now: int) -> list[Stop]:
    """Which of the reconnecting allocations and their replacements are stopped; at most one stop for each."""
    by_id = {alloc.id: alloc for alloc in members}
    stops: dict[str, Stop] = {}
    for alloc in reconnecting:
        if not alloc.server_terminal and alloc.client == "failed":
            stops.setdefault(alloc.id, Stop(alloc, RESCHEDULED_TEXT, client="failed"))
        elif alloc.desired != "run" or alloc.migrate or alloc.reschedule or alloc.force_reschedule or older(alloc, job):
            stops.setdefault(alloc.id, Stop(alloc, NOT_NEEDED_TEXT))
        else:
            for replacement in _chain(alloc, by_id):
                if replacement.server_terminal:
                    continue
                if _replacement_wins(alloc, replacement, job, now):
                    stops.setdefault(alloc.id, Stop(alloc, NOT_NEEDED_TEXT))
                else:
                    stops.setdefault(replacement.id, Stop(replacement, RECONNECT_TEXT))
    return list(stops.values())


def _chain(alloc: Existing, by_id: dict[str, Existing]) -> Iterable[Existing]:
    """The replacement of an allocation, its replacement, and so on."""
    seen = {alloc.id}
    following = by_id.get(alloc.next_id)
    while following is not None and following.id not in seen:
        seen.add(following.id)
        yield following
        following = by_id.get(following.next_id)


def _replacement_wins(original: Existing, replacement: Existing, job: Job, now: int) -> bool:
    if replacement.version > original.version or (replacement.job.create_index or 0) > (original.job.create_index or 0):
        return True
    group = group_named(job, original.group)
    strategy = (group.disconnect.reconcile if group is not None and group.disconnect is not None else None) or "best_score"
    if strategy in ("keep_original", "keep_replacement"):
        return strategy == "keep_replacement"
    if strategy == "longest_running":
        ours, theirs = _start(original, now), _start(replacement, now)
        if ours or theirs:
            return bool(theirs) and (not ours or theirs <= ours)
    if replacement.best_score is None:
        return False
    better = original.best_score is None or replacement.best_score > original.best_score
    return better and (replacement.client == "running" or original.client != "running")


def _start(alloc: Existing, now: int) -> int:
    """When its leader task, or else its first task, last began to run; 0 when that is not known."""
    group = alloc.own_group
    runs = dict(alloc.tasks)
    first = 0
    for task in (group.task if group is not None else None) or []:
        run = runs.get(task.name)
        if run is None:
            continue
        if task.leader:
            return run.last_restart if run.restarts > 0 else run.started
        if 0 < run.started < (first or now):
            first = run.started
    return first
