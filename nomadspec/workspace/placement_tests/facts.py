"""The names in conditions, each computed when a condition uses it:

plan          the plan document of the only job, on the cluster after the changes; `plans` by job id
jobs          what runs in the end: job → group → node → count;  `nodes`: node → job → group → count
placements    what runs in the end of the test's jobs (of all jobs where it names none): objects with job, group, name and node
findings      the lint document's list for the jobspecs
capacity(g)   how many more of a group of the only job fit after the changes; `capacity("job/group")` where there are several
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from nomadspec.evaluation.functions.signature import Failed, Function
from nomadspec.simulation.simulate import simulate
from nomadspec.workspace.placement_tests.cluster import NotRun, Settings, run_all
from nomadspec.workspace.placement_tests.reading import fault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nomadspec._generated.job_model import Job
    from nomadspec.changes import Change
    from nomadspec.cluster.objects import Node
    from nomadspec.cluster.state import ClusterState
    from nomadspec.hcl import ast
    from nomadspec.simulation.group_capacity import Capacity
    from nomadspec.simulation.result import Simulation


class Facts:
    """The facts of one run of a test."""

    def __init__(
        self, settings: Settings, block: ast.Block, state: ClusterState, jobs: Sequence[tuple[str, Job]], changes: Sequence[Change], now: str | None
    ) -> None:
        self._settings: Final = settings
        self._block: Final = block
        self._state: Final = state
        self._jobs: Final = jobs
        self._changes: Final = changes
        self._now: Final = now
        self._capacities: Final[dict[tuple[str | None, str | None, str], Capacity]] = {}

    def get(self, name: str) -> Any:
        """A fact as JSON data. Raises `NotRun`."""
        return FACTS[name](self)

    @property
    def functions(self) -> dict[str, Function]:
        return {"capacity": Function("group:string", "number", self._capacity)}

    @cached_property
    def simulation(self) -> Simulation:
        """The changes, and the test's jobs run, all together."""
        return self._simulated([*self._changes, *run_all(self._jobs)])

    @cached_property
    def changed(self) -> ClusterState:
        """The cluster after the changes, before the test's jobs are run."""
        return self._simulated(self._changes).after if self._changes else self._state

    def _simulated(self, changes: Sequence[Change]) -> Simulation:
        made = simulate(self._state, changes, now=self._now)
        if made.refused:
            raise NotRun(*(fault(self._settings.source, self._block, why) for _, why in made.refused))
        return made

    def plans(self) -> dict[str, Any]:
        from nomadspec.planner.plan import plan

        return {job.id or "": plan(job, self.changed, now=self._now).to_dict() for _, job in self._jobs}

    def plan(self) -> Any:
        if len(self._jobs) != 1:
            raise NotRun(
                fault(self._settings.source, self._block, f"'plan' requires exactly one job, but this test has {len(self._jobs)}", 'Use plans["JOB"].')
            )
        return next(iter(self.plans().values()))

    def nodes(self) -> dict[str, Any]:
        found: dict[str, Any] = {node.name or node.id: {} for node in self.simulation.after.nodes.values()}
        for job, groups in self.simulation.final.items():
            for group, counts in groups.items():
                for node, count in counts.items():
                    found.setdefault(node, {}).setdefault(job, {})[group] = count
        return found

    def placements(self) -> list[dict[str, Any]]:
        wanted = {(job.namespace or "default", job.id) for _, job in self._jobs}
        after = self.simulation.after
        found = []
        for allocation in after.allocations.values():
            if allocation.terminal or (wanted and (allocation.namespace, allocation.job_id) not in wanted):
                continue
            node = after.node(allocation.node_id)
            found.append({"job": allocation.job_id, "group": allocation.group, "name": allocation.name, "node": _node(node) if node is not None else None})
        return sorted(found, key=lambda one: (one["job"], one["name"]))

    def findings(self) -> list[Any]:
        from pathlib import Path

        from nomadspec.reporting.machine import finding
        from nomadspec.workspace.linting import lint

        found = [d for path, _ in self._jobs for d in lint(Path(path), state=self._state, environ={}, var_files=self._settings.paths("var_files"))]
        return [finding(d) for d in found]

    def _capacity(self, name: str) -> int:
        from nomadspec.simulation.group_capacity import capacity

        job_id, slash, group = name.rpartition("/")
        jobs = [job for _, job in self._jobs if not slash or job.id == job_id]
        if len(jobs) != 1:
            raise Failed(f'{len(jobs)} jobs of the test have this group; write "job/group"', 0)
        at = (jobs[0].namespace, jobs[0].id, group)
        found = self._capacities.get(at) or capacity(jobs[0], self.changed, group, now=self._now)
        self._capacities[at] = found
        if found.error is not None:
            raise Failed(found.error, 0)
        if group not in found.groups:
            raise Failed(f"the job has no group {group!r}", 0)
        return int(found.groups[group].placed)


def _node(node: Node) -> dict[str, Any]:
    return {
        "id": node.id,
        "name": node.name,
        "datacenter": node.datacenter,
        "pool": node.pool,
        "class": node.node_class,
        "meta": dict(node.meta),
        "attributes": dict(node.attributes),
    }


FACTS: Final[dict[str, Callable[[Facts], Any]]] = {
    "plan": Facts.plan,
    "plans": Facts.plans,
    "jobs": lambda facts: facts.simulation.final,
    "nodes": Facts.nodes,
    "placements": Facts.placements,
    "findings": Facts.findings,
}
