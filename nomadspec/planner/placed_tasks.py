"""The tasks of a job where a plan puts them, or on a node that is named, with the environment each would get there.

The node is one that is named, else the one where a plan places the group (or where it runs already), else, without a cluster, a plain server as the
default node profile has it. What a plan decides of an allocation beyond its node (index, reserved cores, addresses of ports) goes in with it; what only a
real server or client decides stays known at run time only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from nomadspec.cluster.allocation_limit import too_many_of
from nomadspec.interpolation.allocation import UNKNOWN_ALLOC_DIR
from nomadspec.interpolation.environment import PreparedJob, TaskEnvironment, environment_in
from nomadspec.jobspec.block import unknown_fields
from nomadspec.jobspec.canonicalize import canonicalize
from nomadspec.source.closest import closest
from nomadspec.source.record import Record

if TYPE_CHECKING:
    from nomadspec._generated.job_model import Job
    from nomadspec.cluster.state import Allocation, ClusterState
    from nomadspec.scheduler.outcome import Placement


#: What is shown at once: tasks, and characters of all that each gets, with a few for each text. A task alone has no limit but that of its file.
MAX_TASKS: Final = 2_500
MAX_CHARACTERS: Final = 20_000_000


class NoNode(Exception):
    """There is no node to use; the message gives the reason."""


class PlacedTask:
    """A task on a node (API JSON), with its environment. `reason`: why this node."""

    def __init__(self, group: str, task: str, node: Mapping[str, Any], reason: str, environment: TaskEnvironment) -> None:
        self.group: Final = group
        self.task: Final = task
        self.node: Final = node
        self.reason: Final = reason
        self.environment: Final = environment


def environments(
    job: Job, state: ClusterState | None, *, node: str | None = None, group: str | None = None, task: str | None = None, alloc: Allocation | None = None
) -> list[PlacedTask]:
    """The tasks of a job, or of one group, or those of one name, in the job's order; `alloc`: in this allocation of the job. Raises `NoNode`."""
    if alloc is not None:
        if alloc.job_id != job.id or alloc.namespace != (job.namespace or "default"):
            raise NoNode(f"allocation {alloc.id} is one of job {alloc.job_id!r}")
        if group not in (None, alloc.group):
            raise NoNode(f"allocation {alloc.id} is one of group {alloc.group!r}")
        group = alloc.group
    unknown = list(islice(unknown_fields(job), 10))
    if unknown:
        raise NoNode("parts of the job are unknown: " + ", ".join(unknown))
    stored = canonicalize(job)
    wanted = [item for item in stored.group or () if group is None or item.name == group]
    pairs = [(item, own) for item in wanted for own in item.task or () if task is None or own.name == task]
    if not pairs:
        groups = ", ".join(str(item.name) for item in stored.group or ())
        tasks = ", ".join(str(own.name) for item in wanted for own in item.task or ())
        what, known = ("group", groups) if not wanted else ("task", tasks)
        raise NoNode(f"the job has no {what} {group if not wanted else task!r} (available: {known})")
    if too_many := too_many_of(job):
        raise NoNode(too_many)
    if len(pairs) > MAX_TASKS:
        raise NoNode(f"the job has {len(pairs):,} tasks, but the limit is {MAX_TASKS:,}; choose some with --group or --task")
    places = {alloc.group: _there(alloc)} if alloc is not None else _places(job, state, node, {str(item.name) for item, _ in pairs})
    found: list[PlacedTask] = []
    prepared, characters = PreparedJob.of(job), 0
    for item, own in pairs:
        there = places[str(item.name)]
        context: dict[str, Any] = {"AllocDir": there.node.get("AllocDir") or UNKNOWN_ALLOC_DIR}
        context |= {"Region": state.region if state is not None else stored.region or "global", **there.context}
        if there.cores.get(str(own.name)):
            context["Cores"] = list(there.cores[str(own.name)])
        if state is not None:
            context["MemoryOversubscription"] = state.scheduler_config(str(there.node.get("NodePool") or "")).memory_oversubscription
        environment = environment_in(prepared, group=str(item.name), task=str(own.name), node=there.node, context=context)
        found.append(PlacedTask(str(item.name), str(own.name), there.node, there.reason, environment))
        characters += _characters(environment.to_dict())
        if characters > MAX_CHARACTERS and len(pairs) > 1:
            raise NoNode(f"the environments of all {len(pairs):,} tasks are too large to show at once; choose one with --group and --task")
    return found


def _characters(value: object) -> int:
    """The length of all texts in plain data, with ten characters more for each of them."""
    length, left = 0, [value]
    while left:
        item = left.pop()
        if isinstance(item, dict):
            length += sum(map(len, item)) + 10 * len(item)
            left += item.values()
        elif isinstance(item, list):
            left += item
        elif isinstance(item, str):
            length += len(item) + 10
    return length


class Place(Record, eq=True):
    """The node of a group, why this one, and what is known of the allocation there: for all its tasks, and the reserved cores of each."""

    node: Mapping[str, Any]
    reason: str
    context: dict[str, Any]
    cores: Mapping[str, Sequence[int]]


def _places(job: Job, state: ClusterState | None, node: str | None, groups: set[str]) -> dict[str, Place]:
    """The place of each group."""
    if state is None:
        if node is not None:
            raise NoNode(f"cannot look up node {node!r} without a cluster; use --state")
        from nomadspec.agent.prediction import plain_node

        return dict.fromkeys(groups, Place(plain_node(), "a plain Linux server, because no state was given", {}, {}))
    if node is not None:
        return dict.fromkeys(groups, Place(_named(state, node), "named", {}, {}))
    planned = dict(_planned(job, state, groups))
    missing = sorted(groups - planned.keys())
    if missing:
        raise NoNode(f"no node for group {', '.join(missing)}: a plan does not place it; use --node")
    return planned


def _named(state: ClusterState, name: str) -> Mapping[str, Any]:
    found = [node for node in state.nodes.values() if name in (node.id, node.name)] or [node for node in state.nodes.values() if node.id.startswith(name)]
    if len(found) == 1:
        return found[0].raw
    if found:
        raise NoNode(f"{len(found)} nodes have the name or id prefix {name!r}: " + ", ".join(sorted(node.id for node in found)[:10]))
    near = closest(name, [node.name for node in state.nodes.values()])
    raise NoNode(f"the cluster has no node {name!r}" + (f"; did you mean {near!r}?" if near else ""))


def _planned(job: Job, state: ClusterState, groups: set[str]) -> Iterator[tuple[str, Place]]:
    """The first placement of each group, else the node of an allocation that runs."""
    from nomadspec.planner.plan import plan

    made = plan(job, state)
    if not made.ok:
        raise NoNode(f"the job cannot be planned: {made.error}")
    placed: set[str] = set()
    for placement in made.placements:
        if placement.group in groups and placement.group not in placed:
            placed.add(placement.group)
            yield placement.group, _place(placement)
    running = sorted(state.allocations.values(), key=lambda item: item.name)
    for allocation in running:
        node = state.nodes.get(allocation.node_id)
        own = allocation.job_id == job.id and allocation.namespace == (job.namespace or "default") and allocation.desired_status == "run"
        if own and node is not None and allocation.group in groups - placed:
            placed.add(allocation.group)
            yield allocation.group, Place(node.raw, "where it runs", {"AllocName": allocation.name}, {})


def allocation_of(state: ClusterState, start: str) -> Allocation:
    """The allocation whose id begins so, as `nomad alloc status` finds it. Raises `NoNode`."""
    found = [allocation for id_, allocation in state.allocations.items() if id_.startswith(start)] if start else []
    if len(found) == 1:
        return found[0]
    if found:
        raise NoNode(f"{len(found)} allocations begin with {start!r}: " + ", ".join(sorted(item.id for item in found)[:10]))
    raise NoNode(f"no allocation {start!r} in the state")


def _there(allocation: Allocation) -> Place:
    """An allocation as the servers know it: ids, ports and addresses, and not what only the client has."""
    node = allocation.state.nodes.get(allocation.node_id)
    if node is None:
        raise NoNode(f"allocation {allocation.id}: its node {allocation.node_id!r} is not in the state")
    held = allocation.resources
    context: dict[str, Any] = {
        "AllocID": allocation.id,
        "Partial": True,
        "AllocName": allocation.name,
        "Ports": {port.label: {"Value": port.value, "HostIP": port.host_ip} for port in held.ports},
    }
    network = allocation.raw.get("NetworkStatus")
    if isinstance(network, Mapping) and network.get("Address"):
        context["Network"] = network
    return Place(node.raw, f"allocation {allocation.id}", context, {name: task.cores for name, task in held.tasks.items() if task.cores})


def _place(placement: Placement) -> Place:
    """What a plan knows of an allocation. It does not know the numbers of dynamic ports: a server draws its own."""
    cores = {name: task.cores for name, task in placement.resources.tasks.items() if task.cores}
    ports = {port.label: {"HostIP": port.host_ip} for port in placement.resources.ports if port.host_ip}
    return Place(placement.node.raw, "where a plan places it", {"AllocName": placement.name, "Ports": ports}, cores)
