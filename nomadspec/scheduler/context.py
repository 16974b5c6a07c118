"""PlanContext: the plan so far, as placement sees it.

A selection must see what the evaluation has decided before it: allocations stopped, placed, updated in place, preempted. The context keeps that
per node and answers one question for everybody, what would be on a node (`proposed`):

    existing allocations that still hold their resources  −  stopped  −  preempted  +  placed, an updated one in place of itself

The reconciler keeps its own records of *why* (descriptions, statuses, follow-ups); it tells the context only *that*. Observers (columns, port
indexes, property counts) are told which node changed, so that the cost of an allocation does not grow with those already placed.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from nomadspec._generated.job_model import Job
    from nomadspec.cluster.resources import AllocatedResources
    from nomadspec.cluster.state import Allocation, ClusterState
    from nomadspec.scheduler.option import Option


class PlannedAllocation:
    """An allocation that the plan adds to a node, or re-emits there (`existing` is then the one it stands for)."""

    __slots__ = ("client_terminal", "existing", "group", "id", "job", "job_id", "name", "namespace", "node_id", "resources", "terminal")

    def __init__(self, job: Job, group: str, name: str, node_id: str, resources: AllocatedResources, existing: Allocation | None = None) -> None:
        self.job = job
        self.namespace: str = job.namespace or "default"
        self.job_id: str = job.id or ""
        self.group = group
        self.name = name
        self.node_id = node_id
        self.resources = resources
        self.existing = existing
        self.id: str = existing.id if existing is not None else ""
        self.terminal = existing is not None and existing.terminal
        self.client_terminal = existing is not None and existing.client_terminal

    @property
    def priority(self) -> int:
        """The priority of its job."""
        return 50 if self.job.priority is None else self.job.priority

    def __repr__(self) -> str:
        return f"<PlannedAllocation {self.name} on {self.node_id[:8]}>"


class PlanContext:
    """The plan of one evaluation. All changes go through its methods."""

    __slots__ = ("_base", "_observers", "eval_id", "job", "now", "placed", "preempted", "rewritten", "state", "stopped")

    def __init__(self, state: ClusterState, job: Job, eval_id: str, now: int = 0) -> None:
        """`job` as it is planned (new version); `eval_id` seeds the shuffle; `now` in nanoseconds."""
        self.state = state
        self.job = job
        self.eval_id = eval_id
        self.now = now
        self.stopped: dict[str, dict[str, Allocation]] = {}
        """By node id, by allocation id: what the plan stops (Nomad's NodeUpdate)."""
        self.placed: dict[str, list[PlannedAllocation]] = {}
        """By node id: what the plan adds or re-emits (Nomad's NodeAllocation)."""
        self.preempted: dict[str, dict[str, Allocation]] = {}
        """By node id, by allocation id: what the plan preempts."""
        self.rewritten: dict[str, int] = {}
        """By node id: how often the plan did something else there than to add an allocation to those that it has."""
        self._base: dict[str, list[Allocation]] = {}
        self._observers: list[Callable[[str], None]] = []

    # --- what the reconciler says ---

    def stop(self, allocation: Allocation) -> None:
        """The allocation is stopped: from now on it holds nothing."""
        self.stopped.setdefault(allocation.node_id, {})[allocation.id] = allocation
        self._rewritten(allocation.node_id)

    def restore(self, allocation: Allocation) -> None:
        """The stop of the allocation is withdrawn (no replacement was found, a canary was not needed)."""
        stopped = self.stopped.get(allocation.node_id)
        if stopped is not None and stopped.pop(allocation.id, None) is not None:
            if not stopped:
                del self.stopped[allocation.node_id]
            self._rewritten(allocation.node_id)

    def place(self, option: Option, job: Job, group: str, name: str) -> PlannedAllocation:
        """The option is taken for a new allocation: it and what it preempts become part of the plan."""
        planned = PlannedAllocation(job, group, name, option.node.id, option.resources)
        self.placed.setdefault(planned.node_id, []).append(planned)
        for victim in option.preempted:
            self.preempted.setdefault(victim.node_id, {})[victim.id] = victim
            self._rewritten(victim.node_id)
        self._changed(planned.node_id)
        return planned

    def update(self, allocation: Allocation, job: Job | None = None, resources: AllocatedResources | None = None) -> PlannedAllocation:
        """The allocation is re-emitted: updated in place, reconnected, marked unknown, given a follow-up. It holds `resources` (default: as before)."""
        own = job or allocation.job or self.job
        planned = PlannedAllocation(own, allocation.group, allocation.name, allocation.node_id, resources or allocation.resources, allocation)
        placed = self.placed.setdefault(allocation.node_id, [])
        placed[:] = [p for p in placed if p.id != allocation.id]
        placed.append(planned)
        self._rewritten(allocation.node_id)
        return planned

    def withdraw(self, planned: PlannedAllocation) -> None:
        """A placement or update is taken back (surplus canaries)."""
        placed = self.placed.get(planned.node_id, [])
        if planned in placed:
            placed.remove(planned)
            self._rewritten(planned.node_id)

    # --- what selections see ---

    def live(self, node_id: str) -> list[Allocation]:
        """Allocations of the state that still hold resources of the node, whatever the plan does."""
        found = self._base.get(node_id)
        if found is None:
            stored = self.state.allocations_on_node(node_id)
            # Nomad reads them by id too, before a map mixes them: the order decides between victims that are alike.
            found = self._base[node_id] = sorted((a for a in stored if not a.client_terminal), key=lambda a: a.id) if stored else _NOBODY
        return found

    def proposed(self, node_id: str) -> list[Allocation | PlannedAllocation]:
        """What would be on the node under the plan so far. Not to be changed."""
        live = self.live(node_id)
        stopped, preempted, placed = self.stopped.get(node_id), self.preempted.get(node_id), self.placed.get(node_id)
        if not (stopped or preempted or placed):
            return live  # type: ignore[return-value]
        gone = {*(stopped or ()), *(preempted or ()), *[p.id for p in placed or () if p.id]}
        out: list[Allocation | PlannedAllocation] = [a for a in live if a.id not in gone]
        out += [p for p in placed or () if not p.client_terminal]
        return out

    def observe(self, changed: Callable[[str], None]) -> None:
        """`changed(node_id)` is called after each change of the plan on that node."""
        self._observers.append(changed)

    def finish(self) -> None:
        """The plan is complete: nobody is told of changes any more."""
        self._observers = []

    def _rewritten(self, node_id: str) -> None:
        self.rewritten[node_id] = self.rewritten.get(node_id, 0) + 1
        self._changed(node_id)

    def _changed(self, node_id: str) -> None:
        for observer in self._observers:
            observer(node_id)


_NOBODY: list[Allocation] = []
