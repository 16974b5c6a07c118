"""Notes on surprising results of a simulation: behaviour of Nomad that few people expect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nomadspec.changes import Scheduler
from nomadspec.scheduler.reconciler_classes import lost_after
from nomadspec.scheduler.reconciler_view import existing
from nomadspec.simulation.history import why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec.changes import Change
    from nomadspec.simulation.result import Simulation

#: So many names are listed before "and more".
_LISTED = 5


def surprises(simulation: Simulation, changes: list[Change] | None = None) -> list[str]:
    """Sentences, ordered by subject: nodes, batch jobs, deployments, plans, chance."""
    found = [*_kept_nodes(simulation), *_not_replaced(simulation), *_delayed(simulation), *_deployments(simulation), *_steps(simulation), *_plans(simulation)]
    if any(isinstance(change, Scheduler) for change in changes or ()):
        found.append("When the scheduler configuration changes, a server does not retry waiting jobs; this simulation retries them immediately.")
    if not simulation.certain and simulation.moves:
        found.append("Which nodes are chosen depends on how a server shuffles them; the number of placed allocations usually does not.")
    return found


def _kept_nodes(simulation: Simulation) -> Iterator[str]:
    """One disconnect block keeps the whole node."""
    for node in simulation.after.nodes.values():
        old = simulation.before.nodes.get(node.id)
        if node.status != "disconnected" or old is None or old.status == "disconnected":
            continue
        on_node = simulation.before.allocations_on_node(node.id)
        keepers = {a.job_id for a in on_node if not a.terminal and lost_after(existing(a, old)) > 0}
        others = {a.job_id for a in simulation.after.allocations_on_node(node.id) if a.client_status == "unknown" and a.job_id not in keepers}
        text = f"Node {node.name or node.id} becomes disconnected, not down, because of the disconnect block of {_names(keepers)}."
        yield text + (f" The allocations of {_names(others)} there are therefore treated as running, too." if others else "")


def _not_replaced(simulation: Simulation) -> Iterator[str]:
    """Batch allocations that are drained, sysbatch allocations of nodes that are gone."""
    drained: set[str] = set()
    ended: set[str] = set()
    for name, changes in simulation.jobs.items():
        job = simulation.after.job(*simulation.key_of(name))
        kind = job.type if job is not None else "service"
        if any(why(allocation) == "migrate" for allocation in changes.stopped):
            if kind == "batch":
                drained.add(name)
            elif kind == "sysbatch":
                ended.add(name)
    if drained:
        yield f"Drained batch allocations are stopped and not started elsewhere: {_names(drained)}."
    if ended:
        yield f"Drained sysbatch allocations are stopped, and not started on another node: {_names(ended)}."
    left = {
        a.job_id
        for node in simulation.after.nodes.values()
        if node.status == "down" and simulation.before.nodes.get(node.id) is not node
        for a in simulation.after.allocations_on_node(node.id)
        if not a.terminal and a.client_status == "running"
    }
    if left:
        yield f"Servers do not evaluate sysbatch jobs when a node is lost: {_names(left)} stay listed as running there."


def _delayed(simulation: Simulation) -> Iterator[str]:
    waits: dict[str, float] = {}
    for one in simulation.evaluations:
        for later in one.delayed:
            waits[one.job_id] = max(waits.get(one.job_id, 0), later.wait_seconds)
    if waits:
        yield f"{_names(set(waits))} will be evaluated again within {max(waits.values()):g} seconds; this result does not include that."


def _deployments(simulation: Simulation) -> Iterator[str]:
    stuck = {
        d.job_id
        for d in simulation.after.deployments.values()
        if d.status == "running"
        and simulation.before.deployments.get(d.id) is not d
        and d.job_id in {name.partition("/")[2] for name in simulation.blocked_after}
    }
    if stuck:
        yield f"The deployment of {_names(stuck)} is stuck because there is not enough capacity, and blocks scaling until it fails or is cancelled."


def _steps(simulation: Simulation) -> Iterator[str]:
    """Updates go on as allocations become healthy, and nothing does here."""
    waiting = {name.partition("/")[2] for name in simulation.blocked_after}
    first = {
        d.job_id
        for d in simulation.after.deployments.values()
        if d.status == "running"
        and simulation.before.deployments.get(d.id) is not d
        and d.job_id not in waiting
        and any((group.get("PlacedAllocs") or 0) < (group.get("DesiredTotal") or 0) for group in d.groups.values())
    }
    if first:
        yield f"Only the first step of the update of {_names(first)} is shown. The rest follows when its allocations are healthy, and canaries promoted."


def _plans(simulation: Simulation) -> Iterator[str]:
    refused = {one.job_id for one in simulation.evaluations if one.nodes_rejected}
    if refused:
        yield f"Servers reject part of the plans of {_names(refused)}: with preemption, a plan can use the same resources twice, so a dry run promises too much."


def _names(names: set[str]) -> str:
    listed = sorted(name.removeprefix("default/") for name in names)
    return ", ".join(listed[:_LISTED]) + (f" and {len(listed) - _LISTED} more" if len(listed) > _LISTED else "")
