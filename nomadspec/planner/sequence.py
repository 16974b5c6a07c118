"""Several jobs planned together: in the order of their dependencies, each against what the ones before it leave.

    plan_together(jobs, state, now=…) -> list[Plan]        in the order of `jobs`

A job depends on another that provides a service it calls (Connect upstreams, `service` and `nomadService` in templates) or the CSI plugin of a
volume it mounts. Jobs in a cycle cannot be put in an order: their plans are refused, the others are made.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from nomadspec.planner.applied import applied
from nomadspec.planner.plan import plan
from nomadspec.planner.result import Plan, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from nomadspec.cluster.state import ClusterState
    from nomadspec.jobspec.model import Job, Service

#: Services asked for in a template: `{{ service "name" }}`, with an optional tag in front and a datacenter behind.
_ASKED: Final = re.compile(r'\{\{[^{}"]{0,200}\b(?:service|nomadService)\s{1,20}"(?:[^".]{1,200}\.)?([^"@|]{1,200})')


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
    import networkx

    graph: Any = networkx.DiGraph()
    graph.add_nodes_from(range(len(jobs)))
    providers: dict[tuple[str, str], set[int]] = {}
    for number, job in enumerate(jobs):
        for what in _provides(job) if job is not None else ():
            providers.setdefault(what, set()).add(number)
    for number, job in enumerate(jobs):
        for what in _needs(job, state) if job is not None else ():
            graph.add_edges_from((provider, number) for provider in providers.get(what, ()) if provider != number)
    cycles = [sorted(part) for part in networkx.strongly_connected_components(graph) if len(part) > 1]
    graph.remove_nodes_from([number for members in cycles for number in members])
    return list(networkx.lexicographical_topological_sort(graph)), sorted(cycles)


def _typed(job: Job | dict[str, Any]) -> Job | None:
    """The typed job; None for what `plan` will refuse."""
    if not isinstance(job, dict):
        return job
    from nomadspec.jobspec.api_json import JobJsonError, from_api

    try:
        return from_api(job)
    except JobJsonError:
        return None


def _name(job: Job | None) -> str:
    return (job.get("id") if job is not None else None) or "?"


def _services(job: Job) -> Iterator[Service]:
    for group in job.get("group") or ():
        yield from group.get("service") or ()
        for task in group.get("task") or ():
            yield from task.get("service") or ()


def _provides(job: Job) -> Iterator[tuple[str, str]]:
    for service in _services(job):
        if service.get("name"):
            yield "service", service.name
    for group in job.get("group") or ():
        for task in group.get("task") or ():
            plugin = task.get("csi_plugin")
            if plugin is not None and plugin.get("id"):
                yield "plugin", plugin.id


def _needs(job: Job, state: ClusterState) -> Iterator[tuple[str, str]]:
    for service in _services(job):
        connect = service.get("connect")
        sidecar = connect.get("sidecar_service") if connect is not None else None
        proxy = sidecar.get("proxy") if sidecar is not None else None
        for upstream in (proxy.get("upstreams") if proxy is not None else None) or ():
            yield "service", upstream.get("destination_name") or ""
    for group in job.get("group") or ():
        for volume in (group.get("volume") or {}).values():
            found = state.csi_volumes.get((job.get("namespace") or "default", volume.get("source") or "")) if volume.get("type") == "csi" else None
            if found is not None:
                yield "plugin", found.get("PluginID") or ""
        for task in group.get("task") or ():
            for template in task.get("template") or ():
                text = template.get("data")
                for match in _ASKED.finditer(text if isinstance(text, str) else ""):
                    yield "service", match.group(1)
