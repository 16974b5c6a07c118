"""Applies changes to a working state and triggers the evaluations that servers would create: one function per kind of change.

A function changes the state, calls `trigger(namespace, job id, reason)` for each job to evaluate, and `wake()` to retry waiting jobs.
It raises `Refused` if a server would refuse the change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from nomadspec import changes
from nomadspec.cluster.allocation_limit import too_many_of
from nomadspec.cluster.state_faults import StateError
from nomadspec.jobspec.groups import group_named
from nomadspec.planner.identifiers import made_id
from nomadspec.planner.refusal import Refused as NotSubmitted
from nomadspec.planner.specification import from_store, same_specification
from nomadspec.planner.submission import submit
from nomadspec.scheduler.candidates import in_datacenters_and_pool
from nomadspec.scheduler.reconciler_classes import lost_after
from nomadspec.scheduler.reconciler_model import ACTIVE_DEPLOYMENTS
from nomadspec.scheduler.reconciler_view import existing
from nomadspec.simulation.evaluations import DEREGISTER
from nomadspec.simulation.node_selection import NodeError, chosen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nomadspec._generated.job_model import Job
    from nomadspec.cluster.objects import Node
    from nomadspec.cluster.working_state import WorkingState


class Refused(Exception):
    """A server would refuse the change; the message gives the reason."""


class Triggers(Protocol):
    """Receives the evaluations that a change triggers."""

    def trigger(self, namespace: str, job_id: str, reason: str) -> None:
        """Evaluate the job."""

    def wake(self) -> None:
        """Evaluate all jobs that wait for capacity."""


def apply(change: changes.Change, working: WorkingState, triggers: Triggers, index: int) -> None:
    """Applies one change, at raft index `index`. Raises `Refused`."""
    try:
        _APPLY[type(change)](change, working, triggers, index)
    except (NodeError, StateError) as error:
        raise Refused(str(error)) from None


def parse_job_name(name: str) -> tuple[str, str]:
    """(namespace, job id): the part before the first `/` is the namespace."""
    namespace, slash, job_id = name.partition("/")
    return (namespace, job_id) if slash else ("default", name)


def job_name(namespace: str, job_id: str) -> str:
    """The name of the job in reports."""
    return f"{namespace}/{job_id}"


# --- nodes -----------------------------------------------------------------------------------------------------------------------


def _drain(change: changes.Drain, working: WorkingState, triggers: Triggers, index: int) -> None:
    for node in chosen(working, change.nodes):
        working.put_node({**node.raw, "SchedulingEligibility": "ineligible", "Drain": False, "DrainStrategy": None, "ModifyIndex": index})
        for allocation in list(working.allocations_on_node(node.id)):
            job = allocation.job
            kind = job.type if job is not None else "service"
            if allocation.terminal or (kind == "system" and change.ignore_system):
                continue
            mark = {"Migrate": True, **({"MigrateDisablePlacement": True} if kind == "batch" else {})}
            transition = {**(allocation.raw.get("DesiredTransition") or {}), **mark}
            working.put_allocation({**allocation.raw, "DesiredTransition": transition, "ModifyIndex": index})
            triggers.trigger(allocation.namespace, allocation.job_id, "node-drain")


def _lose(change: changes.Lose, working: WorkingState, triggers: Triggers, index: int) -> None:
    nodes = chosen(working, change.nodes)
    for node in nodes:
        stays = any(a.desired_status == "run" and not a.client_terminal and lost_after(existing(a, node)) > 0 for a in working.allocations_on_node(node.id))
        working.put_node({**node.raw, "Status": "disconnected" if stays else "down", "ModifyIndex": index})
    for node in nodes:
        _evaluate_node(working, node, triggers)


def _ineligible(change: changes.Ineligible, working: WorkingState, triggers: Triggers, index: int) -> None:
    for node in chosen(working, change.nodes):
        working.put_node({**node.raw, "SchedulingEligibility": "ineligible", "ModifyIndex": index})


def _eligible(change: changes.Eligible, working: WorkingState, triggers: Triggers, index: int) -> None:
    for node in chosen(working, change.nodes):
        if node.draining:
            raise Refused(f"node {node.name or node.id!r} is draining")
        working.put_node({**node.raw, "SchedulingEligibility": "eligible", "ModifyIndex": index})
        _evaluate_node(working, node, triggers)
    triggers.wake()


def _evaluate_node(working: WorkingState, node: Node, triggers: Triggers) -> None:
    """The evaluations that servers make when a node's status or eligibility changes."""
    for allocation in working.allocations_on_node(node.id):
        job = working.job(allocation.namespace, allocation.job_id)
        kind = job.type if job is not None else "service"
        unfinished = not allocation.terminal if kind == "batch" else not (allocation.server_terminal and allocation.client_terminal)
        if kind in ("service", "batch") and unfinished:
            triggers.trigger(allocation.namespace, allocation.job_id, "node-update")
    _evaluate_system_jobs(working, node, triggers)


def _evaluate_system_jobs(working: WorkingState, node: Node, triggers: Triggers) -> None:
    for namespace, job_id in working.job_keys():
        raw = working.raw_job(namespace, job_id)
        if raw is not None and raw.get("Type") == "system" and not raw.get("Stop"):
            job = working.job(namespace, job_id)
            if job is not None and in_datacenters_and_pool(node, job):
                triggers.trigger(namespace, job_id, "node-update")


def _add(change: changes.AddNodes, working: WorkingState, triggers: Triggers, index: int) -> None:
    [like, *more] = chosen(working, [change.like])
    if more:
        raise Refused(f"{change.like!r} matches {1 + len(more)} nodes; new nodes are copies of one")
    names = change.names or _new_names(working, like.name or like.id, change.count)
    for number, name in enumerate(names):
        id_ = change.ids[number] if change.ids else made_id(f"{like.id}/{name}")
        if id_ in working.nodes:
            raise Refused(f"a node with id {id_} already exists")
        attributes = {**like.attributes, "unique.hostname": name} if "unique.hostname" in like.attributes else dict(like.attributes)
        volumes = {key: volume for key, volume in (like.raw.get("HostVolumes") or {}).items() if not (volume or {}).get("ID")}
        node = working.put_node(
            {
                **like.raw,
                "ID": id_,
                "Name": name,
                "Attributes": attributes,
                "HostVolumes": volumes,
                "Status": "ready",
                "SchedulingEligibility": "eligible",
                "Drain": False,
                "DrainStrategy": None,
                "CreateIndex": index,
                "ModifyIndex": index,
            }
        )
        _evaluate_system_jobs(working, node, triggers)
    triggers.wake()


def _new_names(working: WorkingState, like: str, count: int) -> list[str]:
    """Unused names: `<like>-new1` and so on."""
    taken = {node.name for node in working.nodes.values()}
    names: list[str] = []
    number = 0
    while len(names) < count:
        number += 1
        if f"{like}-new{number}" not in taken:
            names.append(f"{like}-new{number}")
    return names


def _set(change: changes.SetNodes, working: WorkingState, triggers: Triggers, index: int) -> None:
    for node in chosen(working, change.nodes):
        raw: dict[str, Any] = {**node.raw, "ModifyIndex": index}
        for key, value in change.values.items():
            _set_value(raw, key, value)
        # Nodes that now differ must not share a computed class.
        raw["ComputedClass"] = made_id(f"{node.computed_class}/{sorted(change.values.items())}")
        changed = working.put_node(raw)
        _evaluate_node(working, changed, triggers)
    triggers.wake()


_PLAIN: Final = {"class": "NodeClass", "pool": "NodePool", "dc": "Datacenter"}
_SIZES: Final = {"cpu": ("Cpu", "CpuShares"), "memory": ("Memory", "MemoryMB"), "disk": ("Disk", "DiskMB")}


def _set_value(raw: dict[str, Any], key: str, value: str) -> None:
    kind, _, name = key.partition(".")
    if key in _PLAIN:
        raw[_PLAIN[key]] = value
    elif kind in ("meta", "attr") and name:
        member = "Meta" if kind == "meta" else "Attributes"
        raw[member] = {**(raw.get(member) or {}), name: value}
    elif key in _SIZES:
        if not value.isascii() or not value.isdigit() or len(value) > 12:
            raise Refused(f"{key} must be a whole number, not {value!r:.60}")
        part, member = _SIZES[key]
        resources = dict(raw.get("NodeResources") or {})
        resources[part] = {**(resources.get(part) or {}), member: int(value)}
        if key == "cpu":
            processors = resources.get("Processors") or {}
            resources["Processors"] = {**processors, "Topology": {**(processors.get("Topology") or {}), "OverrideTotalCompute": int(value)}}
        raw["NodeResources"] = resources
    else:
        raise Refused(f"{key!r} of a node cannot be set; use class, pool, dc, meta.KEY, attr.KEY, cpu, memory or disk")


def _scheduler(change: changes.Scheduler, working: WorkingState, triggers: Triggers, index: int) -> None:
    config = dict(working.scheduler_config().raw)
    if change.algorithm is not None:
        config["SchedulerAlgorithm"] = change.algorithm
    if change.memory_oversubscription is not None:
        config["MemoryOversubscriptionEnabled"] = change.memory_oversubscription
    preemption = dict(config.get("PreemptionConfig") or {})
    for name, value in change.preemption.items():
        preemption[_PREEMPTION[name]] = value
    config["PreemptionConfig"] = preemption
    working.put_scheduler_config(config)
    triggers.wake()


_PREEMPTION: Final = {
    "service": "ServiceSchedulerEnabled",
    "batch": "BatchSchedulerEnabled",
    "system": "SystemSchedulerEnabled",
    "sysbatch": "SysBatchSchedulerEnabled",
}


# --- jobs ------------------------------------------------------------------------------------------------------------------------


def _stored(working: WorkingState, name: str) -> Job:
    job = working.job("default", name) or working.job(*parse_job_name(name))
    if job is None:
        raise Refused(f"no job {name!r} in the cluster")
    return from_store(job)


def store(working: WorkingState, job: Job, stored: Job | None, index: int) -> Job:
    """Stores a new version of the job; `stored` is the one before."""
    version = 0 if stored is None else (stored.version or 0) + 1
    created = index if stored is None else stored.create_index
    new = job.changed(version=version, create_index=created, modify_index=index, job_modify_index=index)
    working.put_job(new)
    return new


def _stop(change: changes.StopJob, working: WorkingState, triggers: Triggers, index: int) -> None:
    job = _stored(working, change.job)
    if not job.stop:
        store(working, job.changed(stop=True), job, index)
    triggers.trigger(job.namespace or "default", job.id or "", DEREGISTER)


def _scale(change: changes.ScaleGroup, working: WorkingState, triggers: Triggers, index: int) -> None:
    job = _stored(working, change.job)
    namespace, job_id = job.namespace or "default", job.id or ""
    group = group_named(job, change.group)
    if group is None:
        raise Refused("no such group")
    if change.count < 0:
        raise Refused("the count must not be negative")
    if job.type == "system" and change.count > 1:
        raise Refused("the count of a system job's group must be 0 or 1")
    scaling = group.scaling
    if scaling is not None and scaling.min is not None and change.count < scaling.min:
        raise Refused(f"group count was less than scaling policy minimum: {change.count} < {scaling.min}")
    if scaling is not None and scaling.max and change.count > scaling.max:
        raise Refused(f"group count was greater than scaling policy maximum: {change.count} > {scaling.max}")
    latest = max(working.deployments_of_job(namespace, job_id), key=lambda deployment: deployment.create_index, default=None)
    if latest is not None and latest.status in ACTIVE_DEPLOYMENTS:
        raise Refused("job scaling blocked due to active deployment")
    if (group.count or 0) != change.count:
        scaled = job.changed(group=[g.changed(count=change.count) if g is group else g for g in job.group or ()])
        text = too_many_of(scaled)
        if text:
            raise Refused(text)
        store(working, scaled, job, index)
    triggers.trigger(namespace, job_id, "job-scaling")


def _run(change: changes.RunJob, working: WorkingState, triggers: Triggers, index: int) -> None:
    try:
        submitted = submit(dict(change.job) if isinstance(change.job, dict) else change.job, working)
    except NotSubmitted as refused:
        raise Refused(refused.message) from None
    job = submitted.job
    namespace, job_id = job.namespace or "default", job.id or ""
    known = working.job(namespace, job_id)
    stored = from_store(known) if known is not None else None
    if stored is None or not same_specification(stored, job):
        store(working, job, stored, index)
    if not (job.periodic is not None or job.parameterized is not None):
        triggers.trigger(namespace, job_id, "job-register")


_APPLY: Final[Mapping[type, Callable[[Any, WorkingState, Triggers, int], None]]] = {
    changes.Drain: _drain,
    changes.Lose: _lose,
    changes.Ineligible: _ineligible,
    changes.Eligible: _eligible,
    changes.AddNodes: _add,
    changes.SetNodes: _set,
    changes.Scheduler: _scheduler,
    changes.StopJob: _stop,
    changes.ScaleGroup: _scale,
    changes.RunJob: _run,
}
