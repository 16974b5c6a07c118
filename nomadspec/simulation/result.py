"""Simulation: the result of changes, with several views."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from nomadspec.simulation.applying import parse_job_name
from nomadspec.simulation.history import History
from nomadspec.simulation.simulation_document import simulation_document

if TYPE_CHECKING:
    from nomadspec.cluster.state import Allocation
    from nomadspec.scheduler.metric import AllocMetric

#: Job types whose allocations belong to a node: if the node is gone, nothing is missing.
OF_A_NODE: Final = frozenset({"system", "sysbatch"})


class Simulation(History):
    """The outcome of `simulate`."""

    @property
    def ok(self) -> bool:
        """Whether everything that ran before still has a place, and no change was refused."""
        return not self.refused and not self.unplaced and not self.homeless

    @cached_property
    def homeless(self) -> dict[str, list[Allocation]]:
        """By job, allocations that ran, ended without the job's doing, and have no successor though the job wants one.

        Those of system jobs ended with their node.
        """
        found: dict[str, list[Allocation]] = {}
        for name, changes in self.jobs.items():
            left = changes.without_successor()
            job = self.after.job(*self.key_of(name)) if left else None
            if job is None or job.stop or job.type in OF_A_NODE:
                continue
            for group in job.group or ():
                running = sum(self.final.get(name, {}).get(group.name or "", {}).values())
                missing = max(0, (group.count or 0) - running)
                found.setdefault(name, []).extend([allocation for allocation in left if allocation.group == group.name][:missing])
        return {name: left for name, left in found.items() if left}

    @staticmethod
    def key_of(name: str) -> tuple[str, str]:
        """(namespace, job id) of a job as it is named here."""
        return parse_job_name(name)

    @cached_property
    def unplaced(self) -> dict[str, dict[str, AllocMetric]]:
        """By job, the groups that could not be placed, with the metrics of the search. Jobs that were already waiting and lost nothing are excluded."""
        found = {}
        for name, failed in self.failures.items():
            if failed and (name not in self.blocked_before or name in self.homeless):
                found[name] = failed
        return found

    def to_dict(self) -> dict[str, Any]:
        """As JSON: `jobs`, `final`, `evaluations`, `blocked_after`, `nodes_not_ready`, `deployments`, `refused`."""
        return simulation_document(self, ok=self.ok)
