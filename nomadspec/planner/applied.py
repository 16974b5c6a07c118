"""The cluster as it would be after a plan: what the next of several jobs is planned against.

Only what a scheduler reads is made: the job's new version, its allocations, and the end of those that are stopped or preempted (whose clients
are taken to have stopped them). Identifiers are drawn from the plan's evaluation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nomadspec.cluster.state import ClusterState
from nomadspec.jobspec.json.stored import block_to_stored
from nomadspec.planner.identifiers import made_id

if TYPE_CHECKING:
    from nomadspec.cluster.resources import AllocatedNetwork, AllocatedPort, AllocatedResources, TaskAllocation
    from nomadspec.planner.result import Plan
    from nomadspec.scheduler.outcome import Placement


def applied(state: ClusterState, plan: Plan) -> ClusterState:
    """`state` with the plan carried out; the same state for a plan that is refused."""
    job = plan.job
    if not plan.ok or job is None:
        return state
    document = dict(state.to_dict())
    index = state.latest_index + 1
    ended = {stop.alloc.id for stop in plan.stops if stop.desired == "stop"}
    evicted = {alloc.id for alloc in plan.preempted}
    updated = {update.alloc.id for update in plan.updates if update.kind in ("inplace", "reconnect")}
    resources = plan.updated_resources
    allocations: list[Any] = []
    for raw in document["allocations"]:
        id_ = raw["ID"]
        if id_ in ended or id_ in evicted:
            raw = {**raw, "DesiredStatus": "stop" if id_ in ended else "evict", "ClientStatus": _ended_as(raw), "ModifyIndex": index}
        elif id_ in updated:
            raw = {**raw, "JobVersion": job.version or 0, "ModifyIndex": index}
            if id_ in resources:
                raw["AllocatedResources"] = resources_to_api(resources[id_])
        allocations.append(raw)
    allocations += [_allocation(placement, plan, number, index) for number, placement in enumerate(plan.placements)]
    document["allocations"] = allocations
    if plan.spec_changed:
        stored = {**block_to_stored(job), "ModifyIndex": index}
        document["jobs"] = [stored, *document["jobs"]]
    document["latest_index"] = index
    return ClusterState(document)


def _ended_as(raw: dict[str, Any]) -> str:
    client = raw.get("ClientStatus") or "pending"
    return client if client in ("complete", "failed", "lost") else "complete"


def _allocation(placement: Placement, plan: Plan, number: int, index: int) -> dict[str, Any]:
    job = placement.job
    raw: dict[str, Any] = {
        "ID": made_id(f"{plan.eval_id}/allocation/{number}"),
        "EvalID": plan.eval_id,
        "Name": placement.name,
        "Namespace": job.namespace or "default",
        "JobID": job.id,
        "JobVersion": job.version or 0,
        "TaskGroup": placement.group,
        "NodeID": placement.node.id,
        "NodeName": placement.node.name,
        "DesiredStatus": "run",
        "ClientStatus": "running",
        "AllocatedResources": resources_to_api(placement.resources),
        "CreateIndex": index,
        "ModifyIndex": index,
        "CreateTime": plan.now,
        "ModifyTime": plan.now,
    }
    if placement.previous is not None:
        raw["PreviousAllocation"] = placement.previous.id
    if placement.canary:
        raw["DeploymentStatus"] = {"Canary": True, "Healthy": None}
    return raw


def resources_to_api(resources: AllocatedResources) -> dict[str, Any]:
    """As the API's `AllocatedResources`."""
    return {
        "Shared": {
            "DiskMB": resources.disk,
            "Networks": [_network(network) for network in resources.networks],
            "Ports": [
                {"Label": port.label, "Value": port.value, "To": port.to, "HostIP": port.host_ip, "IgnoreCollision": port.ignore_collision}
                for port in resources.ports
            ],
        },
        "TaskLifecycles": {name: {"Hook": task.hook, "Sidecar": task.sidecar} for name, task in resources.tasks.items() if task.hook},
        "Tasks": {name: _task(task) for name, task in resources.tasks.items()},
    }


def _task(task: TaskAllocation) -> dict[str, Any]:
    return {
        "Cpu": {"CpuShares": task.cpu, "ReservedCores": list(task.cores)},
        "Memory": {"MemoryMB": task.memory, "MemoryMaxMB": task.memory_max},
        "Networks": [_network(network) for network in task.networks],
        "Devices": [{"Vendor": device.vendor, "Type": device.type, "Name": device.name, "DeviceIDs": list(device.ids)} for device in task.devices],
    }


def _network(network: AllocatedNetwork) -> dict[str, Any]:
    return {
        "Mode": network.mode,
        "Device": network.device,
        "IP": network.ip,
        "MBits": network.mbits,
        "ReservedPorts": [_port(port) for port in network.reserved_ports],
        "DynamicPorts": [_port(port) for port in network.dynamic_ports],
    }


def _port(port: AllocatedPort) -> dict[str, Any]:
    return {"Label": port.label, "Value": port.value, "To": port.to, "HostNetwork": port.host_network, "IgnoreCollision": port.ignore_collision}
