"""The reconciliation of one group of a service or batch job, in Nomad's order of steps.

Every step reads the sets that the steps before it left, so the order is the behaviour. The letters:

    members      the group's allocations that still count
    untainted    those that keep their place            later  of them, those run again later
    again        those run again now                    migrate, lost, disconnecting: as the words say
    canaries     the running canaries of the current deployment
    destructive  members of untainted that the new version replaces
"""

from __future__ import annotations

from nomadspec.scheduler import reconciler_classes as classes
from nomadspec.scheduler.reconciler_evals import Batches, batches
from nomadspec.scheduler.reconciler_model import (
    LOST_TEXT,
    MIGRATING_TEXT,
    NOT_NEEDED_TEXT,
    PAUSED_DEPLOYMENTS,
    RESCHEDULED_TEXT,
    SECOND,
    Counts,
    DeploymentState,
    Stop,
    Update,
    Wanted,
)
from nomadspec.scheduler.reconciler_names import NameIndex
from nomadspec.scheduler.reconciler_reconnect import older, reconnect_stops
from nomadspec.source.record import Record, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec._generated.job_model import Job, TaskGroup
    from nomadspec.scheduler.reconciler_model import Deployment, Existing, FollowUp, UpdateKind


#: An allocation gets at least this long to stop before its client counts as gone.
SHORTEST_KILL_TIMEOUT: Final = 5 * SECOND


class Situation(Record, eq=True):
    """What is the same for all groups. `old` and `current` are deployments; at most one of them is set."""

    job: Job
    now: int
    eval_id: str
    batch: bool
    old: Deployment | None
    current: Deployment | None
    update_kind: UpdateKind

    @property
    def paused(self) -> bool:
        return self.current is not None and self.current.status in PAUSED_DEPLOYMENTS

    @property
    def failed(self) -> bool:
        return self.current is not None and self.current.status == "failed"


class GroupOutcome(Record, frozen=False, eq=True):
    """What one group needs. `state` is its entry in a deployment, `fresh` when no stored deployment has it."""

    counts: Counts = field(default_factory=Counts)
    stops: list[Stop] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    destructive: list[Wanted] = field(default_factory=list)
    place: list[Wanted] = field(default_factory=list)
    followups: list[FollowUp] = field(default_factory=list)
    names: NameIndex | None = None
    state: DeploymentState | None = None
    wants_deployment: bool = False
    complete: bool = True


def stop_all(allocs: list[Existing], now: int) -> GroupOutcome:
    """Stops the allocations of a job that is stopped, or of a group that is gone or has count 0."""
    outcome = GroupOutcome()
    outcome.counts.stop = len(allocs)
    for alloc in allocs:
        kind = classes.classify(alloc, now)
        if kind == classes.LOST:
            outcome.stops.append(Stop(alloc, LOST_TEXT, client="lost"))
        elif kind not in (classes.IGNORE, classes.EXPIRING) or alloc.client == "unknown":
            outcome.stops.append(Stop(alloc, NOT_NEEDED_TEXT))
    return outcome


def droppable(alloc: Existing) -> bool:
    """Whether a stopped allocation plays no part any more. One that ran as part of a batch job keeps its slot, unless it is to be run again."""
    return alloc.server_terminal and not (alloc.job.type == "batch" and not alloc.reschedule)


def has_update_block(group: TaskGroup) -> bool:
    """Whether the group is updated by deployments."""
    return group.update is not None and bool(group.update.max_parallel)


class GroupReconciler:
    """One run of the steps over one group; `run` may be called once."""

    def __init__(self, situation: Situation, group: TaskGroup, allocs: list[Existing]) -> None:
        self.situation = situation
        self.group = group
        self.count = group.count or 0
        self.members = [alloc for alloc in allocs if not droppable(alloc)]
        self.out = GroupOutcome()
        self.untainted: list[Existing] = []
        self.again: list[Existing] = []
        self.later: list[tuple[Existing, int]] = []
        self.migrate: list[Existing] = []
        self.lost: list[Existing] = []
        self.expiring: list[Existing] = []
        self.disconnecting: list[Existing] = []
        self.canaries: list[Existing] = []
        self.on_hold = False
        self._timeouts = Batches()
        self._held_evals: list[FollowUp] = []

    def run(self) -> GroupOutcome:
        """The outcome for the group."""
        situation, out, counts = self.situation, self.out, self.out.counts
        state, fresh = self._deployment_state()
        if situation.batch:
            counts.ignore += self._leave([alloc for alloc in self.members if alloc.terminal and older(alloc, situation.job)])
        self._stop_obsolete_canaries()
        self._find_canaries()
        reconnecting = self._classify()
        self._divide_by_reschedule()
        self._reconnect(reconnecting)
        self._disconnect()
        held = self._hold()
        later = self._reschedule_later()
        names = out.names = NameIndex(situation.job.id or "", self.group.name or "", self.count, _union(self.untainted, self.migrate, self.again, self.lost))
        canarying = state.desired_canaries != 0 and not state.promoted
        self._stop_surplus(names, canarying, held)
        in_place, destructive = self._updates()
        if fresh:
            state.desired_total = len(in_place) + len(destructive)
        if canarying:
            self.untainted = _without(self.untainted, self.canaries)
        canary_demand, placements = self._canaries(state, destructive, names)
        canarying = state.desired_canaries != 0 and not state.promoted
        limit = self._limit(canarying, destructive)
        candidates = self._candidates(names, canarying)
        if fresh:
            state.desired_total += len(candidates)
        if not (situation.paused or situation.failed or canarying):
            placements += self._place_ready(candidates, destructive, limit)
        else:
            placements += self._place_replacements(candidates)
            counts.ignore += len(destructive)
        placements += self._migrations(later, canarying)
        self._new_state(state, fresh, bool(in_place or destructive))
        if len(placements) > self.count:
            placements = placements[: self.count]
            counts.place = self.count
        out.place = placements
        out.complete = not (in_place or destructive or self.migrate or self.again or self.later or placements or canary_demand) and self._healthy(state, fresh)
        return out

    # --- deployments -------------------------------------------------------------------------------------------------------------

    def _deployment_state(self) -> tuple[DeploymentState, bool]:
        """The group's entry in the current deployment, or a fresh one."""
        current, update = self.situation.current, self.group.update
        stored = current.groups.get(self.group.name or "") if current is not None else None
        if stored is not None:
            return stored, False
        if update is None or not has_update_block(self.group):
            return DeploymentState(), True
        return (
            DeploymentState(
                auto_revert=bool(update.auto_revert),
                auto_promote=bool(update.auto_promote),
                progress_deadline=update.progress_deadline or 0,
            ),
            True,
        )

    def _new_state(self, state: DeploymentState, fresh: bool, updating: bool) -> None:
        """Whether the group wants an entry in a deployment that has none for it."""
        job = self.situation.job
        same_version = any(alloc.version == (job.version or 0) and (alloc.job.create_index or 0) == (job.create_index or 0) for alloc in self.members)
        if fresh and has_update_block(self.group) and state.desired_total > 0 and not (same_version and not updating):
            self.out.state = state
            self.out.wants_deployment = True

    def _healthy(self, state: DeploymentState, fresh: bool) -> bool:
        """Whether the deployment has nothing left to wait for in this group."""
        if fresh:
            return not self.out.wants_deployment
        return state.healthy >= max(state.desired_total, state.desired_canaries) and (state.desired_canaries == 0 or state.promoted)

    # --- canaries ----------------------------------------------------------------------------------------------------------------

    def _stop_obsolete_canaries(self) -> None:
        """Canaries that were never promoted, of a deployment that is over."""
        situation = self.situation
        over = [deployment for deployment in (situation.old, situation.current if situation.failed else None) if deployment is not None]
        ids = {id for deployment in over for state in deployment.groups.values() if state is not None and not state.promoted for id in state.placed_canaries}
        obsolete = [alloc for alloc in self.members if alloc.id in ids]
        self.out.stops += [Stop(alloc, NOT_NEEDED_TEXT) for alloc in obsolete]
        self.out.counts.stop += self._leave(obsolete)

    def _find_canaries(self) -> None:
        current = self.situation.current
        if current is None:
            return
        ids = {id for state in current.groups.values() if state is not None for id in state.placed_canaries}
        gone: list[Existing] = []
        for alloc in self.members:
            if alloc.id not in ids:
                continue
            kind = classes.classify(alloc, self.situation.now)
            if kind == classes.UNTAINTED:
                self.canaries.append(alloc)
            elif kind == classes.MIGRATE:
                self.out.stops.append(Stop(alloc, MIGRATING_TEXT))
                gone.append(alloc)
            elif kind == classes.LOST:
                self.out.stops.append(Stop(alloc, LOST_TEXT, client="lost"))
                gone.append(alloc)
        self._leave(gone)

    def _canaries(self, state: DeploymentState, destructive: list[Existing], names: NameIndex) -> tuple[bool, list[Wanted]]:
        """New canaries, and whether any are wanted."""
        wanted = (self.group.update.canary if self.group.update is not None else 0) or 0
        if not destructive or len(self.canaries) >= wanted or state.promoted:
            return False, []
        state.desired_canaries = wanted
        if self.situation.paused or self.situation.failed:
            return True, []
        missing = wanted - len(self.canaries)
        self.out.counts.canary = missing
        # No more than the count are ever placed, however many are asked for; one more keeps the list to be cut.
        return True, [self._wanted(name, canary=True) for name in names.next_canaries(min(missing, self.count + 1), self.canaries, destructive)]

    # --- the sets ----------------------------------------------------------------------------------------------------------------

    def _leave(self, allocs: list[Existing]) -> int:
        """Takes allocations out of the group; how many."""
        self.members = _without(self.members, allocs)
        return len(allocs)

    def _classify(self) -> list[Existing]:
        found = classes.classes(self.members, self.situation.now)
        self.out.counts.ignore += len(found[classes.IGNORE])
        self.untainted = found[classes.UNTAINTED]
        self.migrate = found[classes.MIGRATE]
        self.disconnecting = found[classes.DISCONNECTING]
        self.lost = found[classes.LOST]
        self.expiring = found[classes.EXPIRING]
        return found[classes.RECONNECTING]

    def _due(self, allocs: list[Existing], disconnecting: bool = False) -> classes.Due:
        situation = self.situation
        return classes.reschedulable(
            allocs, batch=situation.batch, now=situation.now, eval_id=situation.eval_id, deployment=situation.current, disconnecting=disconnecting
        )

    def _divide_by_reschedule(self) -> None:
        """Who is run again, now or later. A migrating allocation can be both migrated and run again."""
        due = self._due(self.untainted)
        self.untainted = due.stay
        also = self._due(self.migrate)
        self.again = due.now + also.now
        self.later = due.later + also.later

    def _reconnect(self, reconnecting: list[Existing]) -> None:
        stops = reconnect_stops(reconnecting, self.members, self.situation.job, self.situation.now)
        stopped = [stop.alloc for stop in stops]
        self.out.stops += stops
        self.out.counts.stop += len(stops)
        self.migrate = _without(self.migrate, stopped)
        self.lost = _without(self.lost, stopped) + self.expiring
        self.disconnecting = _without(self.disconnecting, stopped)
        survivors = _without(reconnecting, stopped)
        self.untainted = _without(self.untainted, stopped) + survivors
        back = [alloc for alloc in survivors if alloc.client == "running"]
        self.out.updates += [Update(alloc, "reconnect", alloc.client) for alloc in back]
        self.out.counts.reconnect += len(back)

    def _disconnect(self) -> None:
        due = self._due(self.disconnecting, disconnecting=True)
        now = self.situation.now
        timeouts = batches([(alloc, now + classes.lost_after(alloc)) for alloc in self.disconnecting], "max-disconnect-timeout")
        self.out.counts.disconnect = len(self.disconnecting)
        self._timeouts = timeouts
        self.untainted = self.untainted + due.stay
        self.again = self.again + due.now
        self.later = self.later + due.later
        self.out.counts.reschedule_now = len(self.again) if self.disconnecting else 0

    def _hold(self) -> dict[str, FollowUp]:
        """Lost allocations whose client may still be stopping them: nothing is placed until it must have done so."""
        waiting = [(alloc, until) for alloc in self.lost if (until := _stopping_until(alloc, self.situation.now)) > self.situation.now]
        self.on_hold = bool(waiting)
        held = batches(waiting, "alloc-failure")
        self._held_evals = held.evals
        return held.by_alloc

    def _reschedule_later(self) -> dict[str, FollowUp]:
        """Follow-up evaluations, and the allocations that are written again to name theirs."""
        later = batches(self.later, "alloc-reschedule")
        self.out.counts.reschedule_later = len(self.later)
        migrating = {alloc.id for alloc in self.migrate}
        for alloc in self.disconnecting:
            followup = later.by_alloc.get(alloc.id) or self._timeouts.by_alloc.get(alloc.id)
            self.out.updates.append(Update(alloc, "disconnect", "unknown", followup))
        disconnecting = {alloc.id for alloc in self.disconnecting}
        for alloc, _ in self.later:
            if alloc.id not in disconnecting and alloc.id not in migrating:
                self.out.updates.append(Update(alloc, "attribute", alloc.client, later.by_alloc[alloc.id]))
        self.out.followups = [*self._timeouts.evals, *self._held_evals, *later.evals]
        return later.by_alloc

    # --- stops and updates -------------------------------------------------------------------------------------------------------

    def _stop_surplus(self, names: NameIndex, canarying: bool, held: dict[str, FollowUp]) -> None:
        out, counts = self.out, self.out.counts
        out.stops += [Stop(alloc, LOST_TEXT, client="lost", followup=held.get(alloc.id)) for alloc in self.lost]
        counts.stop += len(self.lost)
        subject = _without(self.untainted, self.canaries) if canarying else list(self.untainted)
        surplus = sum(alloc.client != "unknown" for alloc in subject) + len(self.migrate) - self.count
        if surplus <= 0:
            return
        subject = [alloc for alloc in subject if not alloc.server_terminal]
        chosen: dict[str, Existing] = {}

        def stop(candidates: list[Existing]) -> None:
            for alloc in candidates:
                if len(chosen) < surplus:
                    chosen.setdefault(alloc.id, alloc)

        if self.canaries and not canarying:
            taken = {alloc.name for alloc in self.canaries}
            stop([alloc for alloc in _without(subject, self.canaries) if alloc.name in taken])
        if len(chosen) < surplus:
            highest = set(sorted({alloc.index for alloc in self.migrate}, reverse=True)[: surplus - len(chosen)])
            stop([alloc for alloc in self.migrate if alloc.index in highest])
            for alloc in self.migrate:
                if alloc.id in chosen:
                    names.free(alloc.index)
        if len(chosen) < surplus:
            highest = names.highest(surplus - len(chosen))
            stop([alloc for alloc in subject if alloc.index in highest])
        stop(subject)
        surplus_allocs = list(chosen.values())
        out.stops += [Stop(alloc, NOT_NEEDED_TEXT) for alloc in surplus_allocs]
        counts.stop += len(surplus_allocs)
        self.untainted = _without(self.untainted, surplus_allocs)
        self.migrate = _without(self.migrate, surplus_allocs)

    def _updates(self) -> tuple[list[Existing], list[Existing]]:
        """Allocations updated in place, and those the new version replaces."""
        in_place: list[Existing] = []
        destructive: list[Existing] = []
        for alloc in self.untainted:
            kind = self.situation.update_kind(alloc, self.group)
            if kind == "inplace":
                in_place.append(alloc)
            elif kind == "destructive":
                destructive.append(alloc)
            else:
                self.out.counts.ignore += 1
        self.out.counts.in_place = len(in_place)
        self.out.updates += [Update(alloc, "inplace", alloc.client) for alloc in in_place]
        return in_place, destructive

    def _limit(self, canarying: bool, destructive: list[Existing]) -> int:
        """How many may be placed or replaced in one go."""
        if not has_update_block(self.group) or not (destructive or self.migrate):
            return self.count
        assert self.group.update is not None
        limit = self.group.update.max_parallel or 0
        current = self.situation.current
        if current is None:
            return limit
        if self.situation.paused or self.situation.failed or canarying:
            return 0
        for alloc in self.untainted:
            if alloc.deployment_id == current.id:
                if alloc.healthy is False:
                    return 0
                limit -= alloc.healthy is None
        return max(0, limit)

    # --- placements --------------------------------------------------------------------------------------------------------------

    def _wanted(self, name: str, replaces: Existing | None = None, *, canary: bool = False, reschedule: bool = False, canarying: bool = False) -> Wanted:
        is_canary = canary or (replaces is not None and replaces.canary)
        return Wanted(name=name, group=self.group.name or "", replaces=replaces, canary=is_canary, reschedule=reschedule, downgrade=canarying and not is_canary)

    def _candidates(self, names: NameIndex, canarying: bool) -> list[Wanted]:
        """All that could be placed: what is run again, what was lost as far as the count needs it, and new names."""
        if self.on_hold:
            return []
        place = [self._wanted(alloc.name, alloc, reschedule=True, canarying=canarying) for alloc in self.again]
        existing = len(self.untainted) + len(self.migrate) + len(self.again)
        for alloc in self.lost:
            if existing >= self.count:
                break
            existing += 1
            place.append(self._wanted(alloc.name, alloc, canarying=canarying))
        place += [self._wanted(name, canarying=canarying) for name in names.next(self.count - existing)]
        return place

    def _place_ready(self, candidates: list[Wanted], destructive: list[Existing], limit: int) -> list[Wanted]:
        """Placements when nothing keeps the group from moving on; sets the destructive replacements."""
        out, counts = self.out, self.out.counts
        counts.place += len(candidates)
        elsewhere = {alloc.id for alloc in [*self.disconnecting, *self.migrate]}
        for alloc in self.again:
            if alloc.id not in elsewhere and alloc.client != "unknown":
                self._stop_rescheduled(alloc)
        limit -= min(len(candidates), limit)
        replaced = sorted(destructive, key=lambda alloc: alloc.index)[:limit]
        counts.destructive += len(replaced)
        counts.ignore += len(destructive) - len(replaced)
        out.destructive = [Wanted(name=alloc.name, group=alloc.group, replaces=alloc, destructive=True) for alloc in replaced]
        return candidates

    def _place_replacements(self, candidates: list[Wanted]) -> list[Wanted]:
        """Placements while the deployment is paused, failed or waits for its canaries: only replacements.

        As many of the candidates as there are lost allocations, from the front; then the rescheduled ones, some of them once more.
        """
        counts, current = self.out.counts, self.situation.current
        place = candidates[: len(self.lost)]
        counts.place += len(place)
        disconnecting = {alloc.id for alloc in self.disconnecting}
        for wanted in candidates:
            alloc = wanted.replaces
            if not wanted.reschedule or alloc is None:
                continue
            if self.situation.failed and current is not None and alloc.deployment_id == current.id:
                continue
            place.append(wanted)
            counts.place += 1
            if alloc.id not in disconnecting:
                self._stop_rescheduled(alloc)
        return place

    def _stop_rescheduled(self, alloc: Existing) -> None:
        self.out.stops.append(Stop(alloc, RESCHEDULED_TEXT))
        self.out.counts.stop += 1

    def _migrations(self, later: dict[str, FollowUp], canarying: bool) -> list[Wanted]:
        self.out.counts.migrate = len(self.migrate)
        place: list[Wanted] = []
        for alloc in self.migrate:
            self.out.stops.append(Stop(alloc, MIGRATING_TEXT, followup=later.get(alloc.id)))
            if not (self.situation.batch and (alloc.reschedule or alloc.migrate_disable_placement)):
                place.append(self._wanted(alloc.name, alloc, canarying=canarying))
        return place


def _union(*sets: list[Existing]) -> list[Existing]:
    """All members, each once."""
    return list({alloc.id: alloc for part in sets for alloc in part}.values())


def _without(allocs: list[Existing], removed: list[Existing]) -> list[Existing]:
    if not removed:
        return allocs
    ids = {alloc.id for alloc in removed}
    return [alloc for alloc in allocs if alloc.id not in ids]


def _stopping_until(alloc: Existing, now: int) -> int:
    """When the client of a lost allocation must have stopped it; 0 when its group does not say that it does."""
    group = alloc.own_group
    if group is None:
        return 0
    after = (group.disconnect.stop_on_client_after if group.disconnect is not None else group.stop_after_client_disconnect) or 0
    if after <= 0:
        return 0
    lost_at = next((time for kind, value, time in alloc.states if kind == 0 and value == "lost"), now)
    return lost_at + after + max(SHORTEST_KILL_TIMEOUT, max((task.kill_timeout or 0 for task in group.task or []), default=0))
