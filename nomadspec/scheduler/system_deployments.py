"""Deployments of system jobs: made and kept while the nodes are visited, one after the other.

Three pointers, as Nomad has them: the deployment in `hand` (the newest stored one, or a new one), the `current` one that the job's groups are
updated under, and the `old` one that ended or was superseded.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from nomadspec.notation import version_constraints as versions
from nomadspec.scheduler.reconciler import running_description
from nomadspec.scheduler.reconciler_model import Deployment, DeploymentState, DeploymentUpdate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nomadspec._generated.job_model import Job, TaskGroup
    from nomadspec.cluster.objects import Node
    from nomadspec.scheduler.reconciler_model import Existing
    from nomadspec.scheduler.system_diff import Verdict

#: Clients older than this know nothing of deployments of system jobs.
FIRST_CLIENT_VERSION: Final = "1.11.0"
_NOT_NOW: Final = frozenset({"paused", "pending", "initializing", "failed"})


class SystemDeployments:
    """The deployments of one evaluation of a system job."""

    def __init__(self, job: Job, newest: Deployment | None) -> None:
        self.job = job
        self.hand = newest if not job.stop else None
        self.current = self.hand
        self.old: Deployment | None = None
        self.had_none = newest is None
        self.updates: list[DeploymentUpdate] = []
        self._settled_before = False
        if job.stop and newest is not None and newest.active:
            self.updates.append(DeploymentUpdate(newest.id, "cancelled", "Cancelled because job is stopped"))

    def begin_node(self) -> None:
        """Before a node's allocations: the newest deployment may turn out to be over."""
        current = self.current
        if current is None or current.new:
            return
        if current.job_version != (self.job.version or 0) and current.active:
            self.updates.append(DeploymentUpdate(current.id, "cancelled", "Cancelled due to newer version of job"))
            self.old, self.current = current, None
        elif current.status == "successful":
            self.old, self.current = current, None

    def starts_as_canary(self, group: TaskGroup | None) -> bool:
        """Whether an update of the group starts as a canary."""
        if group is None or not has_canaries(group):
            return False
        state = self.current.groups.get(group.name or "") if self.current is not None else None
        return self.current is None or (state is not None and not state.promoted)

    def visit(self, group: TaskGroup, verdicts: Iterable[Verdict], allocs: Iterable[Existing]) -> None:
        """After a node's verdicts on the group: whether the group joins a new deployment. `allocs` are those of the group on the node."""
        if not updates_by_deployment(group) or self.job.stop:
            return
        name, current = group.name or "", self.current
        if current is not None and (name in current.groups or current.status in _NOT_NOW):
            return
        version = self.job.version or 0
        if self.old is not None and self.old.job_version == version:
            return
        updating = any(verdict.kind == "update" for verdict in verdicts)
        if not updating:
            for alloc in allocs:
                if alloc.version == version:
                    self._settled_before |= not alloc.terminal
                    return
        if current is None:
            current = self.current = self.hand = Deployment(
                id="",
                status="running",
                description="Deployment is running",
                job_version=version,
                job_create_index=self.job.create_index or 0,
                create_index=0,
                new=True,
            )
            self.updates.append(DeploymentUpdate("", "running", "Deployment is running"))
        assert group.update is not None
        current.groups[name] = DeploymentState(
            auto_revert=bool(group.update.auto_revert),
            auto_promote=bool(group.update.auto_promote),
            progress_deadline=group.update.progress_deadline or 0,
        )

    def end_visits(self, settled: bool, candidates: Iterable[Node]) -> None:
        """After the last node: the first deployment of a job is dropped when the job runs already (`settled`), or a client is too old for it."""
        if not self.had_none or self.hand is None:
            return
        if settled or self._settled_before or any(map(_too_old, {node.attributes.get("nomad.version") or "" for node in candidates})):
            self.hand = self.current = None
            self.updates.clear()

    def finish(self, totals: dict[str, int], canarying: set[str]) -> tuple[Deployment | None, list[DeploymentUpdate]]:
        """The plan's deployment and the changes of status, once `totals` (allocations wanted per group) are known."""
        hand = self.hand
        if hand is None:
            return None, self.updates
        for name, state in hand.groups.items():
            total = totals.get(name, 0)
            if total == 0 and hand.status == "successful":
                hand.groups[name] = None
            elif total and state is not None:
                state.desired_total = total
        if all(state is None for state in hand.groups.values()):
            return None, []
        waiting = [state for state in hand.groups.values() if state is not None and state.desired_canaries > 0 and not state.promoted]
        if hand.status == "running" and waiting:
            hand.description = running_description([state.auto_promote for state in waiting])
        elif all(
            name not in canarying and state.healthy >= state.desired_total
            for name, state in hand.groups.items()
            if state is not None and totals.get(name, 0) >= 1
        ):
            self.updates.append(DeploymentUpdate(hand.id, "successful", "Deployment completed successfully"))
        return hand, self.updates


def updates_by_deployment(group: TaskGroup) -> bool:
    """Whether the group has an update block that is not switched off."""
    return group.update is not None and bool(group.update.max_parallel)


def has_canaries(group: TaskGroup) -> bool:
    """Whether updates of the group start with canaries."""
    return group.update is not None and bool(group.update.max_parallel) and (group.update.canary or 0) > 0


@lru_cache(maxsize=256)
def _too_old(text: str) -> bool:
    try:
        version = versions.parse(text)
    except versions.VersionError:
        return True
    return versions.compare(version, versions.parse(FIRST_CLIENT_VERSION)) < 0
