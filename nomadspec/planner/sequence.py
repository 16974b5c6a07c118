"""Several jobs planned together: in the order of their dependencies, each against what the ones before it leave.

    plan_together(jobs, state, now=…) -> list[Plan]        in the order of `jobs`

What depends on what is `nomadspec.graph.dependencies`: services called (Connect upstreams, gateways, `service` and `nomadService` in templates), and
the CSI plugins of mounted volumes. Jobs in a cycle cannot be put in an order: their plans are refused, the others are made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nomadspec.graph.dependencies import dependencies
from nomadspec.planner.applied import applied
from nomadspec.planner.plan import plan
from nomadspec.planner.refusal import Refused
from nomadspec.planner.result import Plan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from nomadspec._generated.job_model import Job
    from nomadspec.cluster.state import ClusterState


def plan_together(jobs: Sequence[Job | dict[str, Any]], state: ClusterState, now: datetime | str | None = None) -> list[Plan]:
    """The plan of each job, in the order given. Never raises."""
    typed = [_typed(job) for job in jobs]
    ordered, cycles = order(typed, state)
    plans: dict[int, Plan] = {}
    for members in cycles:
        names = " → ".join(f'"{_name(typed[number])}"' for number in (*members, members[0]))
        for number in members:
            plans[number] = Plan(state=state, refused=Refused("order", f"the jobs depend on each other in a cycle: {names}"))
    for number in ordered:
        plans[number] = plan(jobs[number], state, now=now)
        state = applied(state, plans[number])
    return [plans[number] for number in range(len(jobs))]


def order(jobs: Sequence[Job | None], state: ClusterState) -> tuple[list[int], list[list[int]]]:
    """(indexes of the jobs so that each comes after what it depends on, else in the order given; cycles)."""
    return dependencies(jobs, state).order()


def _typed(job: Job | dict[str, Any]) -> Job | None:
    """The typed job; None for what `plan` will refuse."""
    if not isinstance(job, dict):
        return job
    from nomadspec.jobspec.json.api import JobJsonError, from_api

    try:
        return from_api(job)
    except JobJsonError:
        return None


def _name(job: Job | None) -> str:
    return (job.get("id") if job is not None else None) or "?"
