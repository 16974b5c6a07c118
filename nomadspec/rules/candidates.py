"""The nodes that could run a job, for the rules about a cluster: ready nodes in its pool and datacenters, and what its groups ask of them.

The scheduler's own functions judge; here is only what the rules share. A state without any node says nothing about a cluster: no rule speaks.
"""

from __future__ import annotations

from nomadspec.jobspec.groups import group_named
from nomadspec.scheduler.candidates import candidates
from nomadspec.scheduler.group_request import GroupRequest
from nomadspec.scheduler.node_facts import NodeFacts, facts_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from nomadspec._generated.job_model import Constraint, Job, TaskGroup
    from nomadspec.cluster.objects import Node
    from nomadspec.cluster.state import ClusterState
    from nomadspec.jobspec.path import ModelPath
    from nomadspec.rules.rule import Visit


def state_of(visit: Visit) -> ClusterState | None:
    """The cluster, where something is known of it."""
    state = visit.subject.state
    return state if state is not None and state.nodes else None


def asks_for_none(visit: Visit) -> bool:
    """Whether `count = 0` stands in the group around the block, or in all groups of the job: nothing will be placed."""
    groups = (visit.job.get("group") or ()) if visit.group is None else (visit.group,)
    return bool(groups) and all(group.get("count") == 0 for group in groups)


def nodes(visit: Visit) -> list[Node]:
    """Ready nodes of the job's pool and datacenters. Empty also where no state is given, and where there is nothing to place."""
    if asks_for_none(visit):
        return []
    memo = visit.subject.memo
    if "candidates" not in memo:
        state = state_of(visit)
        memo["candidates"] = list(candidates(state, visit.subject.canonical).nodes) if state is not None else []
    found: list[Node] = memo["candidates"]
    return found


def facts(visit: Visit) -> list[NodeFacts]:
    """Capacity, networks and devices of these nodes."""
    state = visit.subject.state
    return [facts_of(state, node) for node in nodes(visit)] if state is not None else []


def ask_of(visit: Visit) -> GroupRequest | None:
    """What the visited group asks for, defaults and implied constraints included."""
    return ask_of_group(visit, visit.block)


def ask_of_group(visit: Visit, block: TaskGroup) -> GroupRequest | None:
    """The same of another group of the job."""
    memo = visit.subject.memo
    key = ("ask", id(block))
    if key not in memo:
        job: Job = visit.subject.canonical
        group = group_named(job, block.name or "")
        memo[key] = GroupRequest(job, group) if group is not None else None
    found: GroupRequest | None = memo[key]
    return found


def sources_of(visit: Visit) -> Iterator[str]:
    """The volumes that the visited request means: one for all instances of its group, or one for each."""
    request, group = visit.block, visit.group
    asked = group.get("count") if group is not None else None
    count = 1 if asked is None or (asked and visit.job.type in ("system", "sysbatch")) else asked
    if request.per_alloc:
        yield from (f"{request.source}[{index}]" for index in range(count))
    elif count:
        yield request.source or ""


def constraints(visit: Visit) -> Iterator[tuple[ModelPath, Constraint]]:
    """The constraints written in a job, group or task, each with its place."""
    for index, constraint in enumerate(visit.block.constraint or ()):
        yield visit.path.item("constraint", index), constraint


def some(values: set[str], most: int = 5) -> str:
    """A few values for a message."""
    shown = sorted(values)[:most]
    return ", ".join(shown) + (f" and {len(values) - most} more" if len(values) > most else "")
