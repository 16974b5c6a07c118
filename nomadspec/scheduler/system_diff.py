"""What a system or sysbatch job needs on each node: a table of cases per existing allocation, read from the top.

Every candidate node runs each required name once. Unlike service jobs, names carry the job's *name*, not its id.
"""

from __future__ import annotations

from nomadspec.scheduler.reconciler_classes import expired
from nomadspec.scheduler.reconciler_model import DISCONNECTED, DOWN, FINE, MISSING, Existing
from nomadspec.source.record import Record, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from typing import Final, TypeVar

    from nomadspec._generated.job_model import Job

    _OfGroup = TypeVar("_OfGroup", "Verdict", "Existing")


STOP, MIGRATE, LOST, DISCONNECT = "stop", "migrate", "lost", "disconnect"
RECONNECT, UPDATE, IGNORE, PLACE = "reconnect", "update", "ignore", "place"
#: Ignored, but not because the allocation is as the job wants it: its client is away.
WAITING: Final = "waiting"


class Verdict(Record):
    """What happens to one name on one node. `alloc` is the live allocation, or for a placement the one that ended."""

    kind: str
    name: str
    group: str
    node_id: str
    alloc: Existing | None = None
    canary: bool = False


class Fleet(Record, eq=True):
    """What all nodes share. `candidates` and `not_ready` are ids; `canary` tells whether an update of a group starts as a canary."""

    job: Job
    now: int
    candidates: Collection[str]
    not_ready: Collection[str]
    required: Mapping[str, str]
    """Required name → group, in the job's order."""
    canary: Callable[[str], bool]

    def outdated(self, alloc: Existing) -> bool:
        """Whether it belongs to another version of the specification."""
        return (alloc.job.job_modify_index or 0) != (self.job.job_modify_index or 0)


class OnNode(Record, frozen=False, eq=True):
    """The job's allocations on one node: live ones, and of the others the newest of each name."""

    live: list[Existing] = field(default_factory=list)
    ended: dict[str, Existing] = field(default_factory=dict)


def required_names(job: Job) -> dict[str, str]:
    """Name → group of all that a node must run; nothing when the job is stopped."""
    if job.stop:
        return {}
    return {f"{job.name}.{group.name}[{index}]": group.name or "" for group in job.group or [] for index in range(group.count or 0)}


def by_node(allocs: Iterable[Existing]) -> dict[str, OnNode]:
    """The job's allocations by node id."""
    nodes: dict[str, OnNode] = {}
    for alloc in allocs:
        on_node = nodes.setdefault(alloc.node_id, OnNode())
        if not alloc.terminal:
            on_node.live.append(alloc)
        elif alloc.name not in on_node.ended or alloc.create_index > on_node.ended[alloc.name].create_index:
            on_node.ended[alloc.name] = alloc
    return nodes


def by_group(found: Iterable[_OfGroup]) -> dict[str, list[_OfGroup]]:
    """Verdicts, or allocations, by the name of their group."""
    groups: dict[str, list[_OfGroup]] = {}
    for item in found:
        groups.setdefault(item.group, []).append(item)
    return groups


def diff_node(fleet: Fleet, node_id: str, on_node: OnNode) -> list[Verdict]:
    """The verdicts for one node: existing allocations first, then what is missing."""
    verdicts = [
        Verdict(kind := classify(fleet, alloc), alloc.name, alloc.group, node_id, alloc, _starts_as_canary(fleet, kind, alloc)) for alloc in on_node.live
    ]
    present = {alloc.name for alloc in on_node.live}
    state = next((alloc.node_state for alloc in (*on_node.live, *on_node.ended.values())), FINE)
    for name, group in fleet.required.items():
        if name in present:
            continue
        ended = on_node.ended.get(name)
        if ended is not None and fleet.job.type == "sysbatch":
            kind = UPDATE if fleet.outdated(ended) else IGNORE
            verdicts.append(Verdict(kind, name, group, node_id, ended, _starts_as_canary(fleet, kind, ended)))
        elif node_id in fleet.candidates and state == FINE:
            verdicts.append(Verdict(PLACE, name, group, node_id, ended))
    return verdicts


def _starts_as_canary(fleet: Fleet, kind: str, alloc: Existing) -> bool:
    return kind == UPDATE and fleet.canary(alloc.group)


def classify(fleet: Fleet, alloc: Existing) -> str:
    """What happens to a live allocation."""
    node = alloc.node_state
    if alloc.name not in fleet.required:
        return STOP
    if alloc.migrate:
        return MIGRATE
    if expired(alloc, fleet.now):
        return LOST
    if alloc.client == "unknown" and alloc.desired == "run":
        return WAITING
    if node == FINE and _was_unknown(alloc):
        return RECONNECT
    if node == DISCONNECTED and alloc.client == "running":
        return DISCONNECT
    if node in (MISSING, DOWN):
        return LOST
    if node != FINE:
        return IGNORE
    outdated = fleet.outdated(alloc)
    if alloc.node_id in fleet.not_ready:
        return STOP if outdated else IGNORE
    if alloc.node_id not in fleet.candidates:
        return STOP
    return UPDATE if outdated else IGNORE


def _was_unknown(alloc: Existing) -> bool:
    return next((value for kind, value, _ in reversed(alloc.states) if kind == 0 and value), "") == "unknown"
