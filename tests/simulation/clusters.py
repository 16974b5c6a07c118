"""Clusters with jobs that run, for the tests of simulations: made by running the jobs on an empty cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nomadspec
from nomadspec.changes import RunJob
from tests.planner.clusters import cluster, job, node

if TYPE_CHECKING:
    from nomadspec import ClusterState, Simulation

__all__ = ["cluster", "job", "names", "node", "places", "racks", "running"]


def running(*jobs: dict[str, Any], nodes: list[dict[str, Any]] | None = None, **members: Any) -> ClusterState:
    """A cluster where these jobs run, as far as there is room, their deployments at an end."""
    made = nomadspec.simulate(cluster(*(nodes or []), **members), [RunJob(one) for one in jobs])
    assert not made.refused, made.refused
    document: dict[str, Any] = made.after.to_dict()
    document["deployments"] = [{**one, "Status": "successful"} for one in document["deployments"]]
    document["evaluations"] = [{"ID": name, "Namespace": "default", "JobID": name.partition("/")[2], "Status": "blocked"} for name in made.blocked_after]
    return nomadspec.ClusterState.from_dict(document)


def racks(*names: str, **members: Any) -> list[dict[str, Any]]:
    """Nodes, each in the rack of this name."""
    return [node(number, meta={"rack": name}, **members) for number, name in enumerate(names, 1)]


def names(simulation: Simulation, job: str, part: str) -> list[str]:
    """The names in one part of a job's changes."""
    changes = simulation.jobs.get(f"default/{job}")
    return [] if changes is None else [allocation.name for allocation in getattr(changes, part)]


def places(simulation: Simulation, job: str, group: str = "api") -> dict[str, int]:
    """Node → how many of the group it has at the end."""
    return simulation.final.get(f"default/{job}", {}).get(group, {})
