"""Clusters and jobs for the tests of placement: each says only what it is about."""

from __future__ import annotations

from typing import Any

from nomadspec._generated.job_model import Job, TaskGroup
from nomadspec.cluster.objects import Node
from nomadspec.cluster.state import ClusterState
from nomadspec.jobspec.json.api import from_api
from nomadspec.scheduler.context import PlanContext
from nomadspec.scheduler.group_request import GroupRequest
from nomadspec.scheduler.node_facts import NodeFacts
from nomadspec.scheduler.placement import Stack
from nomadspec.scheduler.views import NodeView

EVAL = "11111111-2222-3333-4444-555555555555"


def node(name: str, *, cpu: int = 4000, memory: int = 8000, disk: int = 50000, **members: Any) -> dict[str, Any]:
    """A ready node with docker and four cores; `members` replace the API's members."""
    number = sum(name.encode()) % 250 + 1
    ip = members.pop("ip", f"10.0.0.{number}")
    resources = {
        "Cpu": {"CpuShares": cpu},
        "Memory": {"MemoryMB": memory},
        "Disk": {"DiskMB": disk},
        "MinDynamicPort": 20000,
        "MaxDynamicPort": 20009,
        "Networks": [{"Mode": "bridge"}, {"Mode": "host", "Device": "eth0", "IP": ip, "CIDR": ip + "/32", "MBits": 1000}],
        "NodeNetworks": [{"Mode": "host", "Device": "eth0", "Addresses": [{"Address": ip, "Alias": "default"}]}],
        "Processors": {"Topology": {"Cores": [{"ID": core, "BaseSpeed": cpu // 4} for core in range(4)]}},
        **members.pop("resources", {}),
    }
    return {
        "ID": f"{name}-id",
        "Name": name,
        "Datacenter": "dc1",
        "NodePool": "default",
        "NodeClass": "",
        "ComputedClass": f"class-{name}",
        "Status": "ready",
        "SchedulingEligibility": "eligible",
        "Attributes": {"kernel.name": "linux", "nomad.version": "2.0.6"},
        "Meta": {},
        "Drivers": {"docker": {"Detected": True, "Healthy": True}},
        "NodeResources": resources,
        "ReservedResources": {},
        **members,
    }


def job(*, id: str = "web", count: int = 1, task: dict[str, Any] | None = None, group: dict[str, Any] | None = None, **members: Any) -> Job:
    """A service with one group `g` and one task; what is given replaces members of the job, the group, the task's resources."""
    resources = {"CPU": 500, "MemoryMB": 256, **(task or {})}
    groups = [
        {"Name": "g", "Count": count, "EphemeralDisk": {"SizeMB": 300}, "Tasks": [{"Name": "t", "Driver": "docker", "Resources": resources}], **(group or {})}
    ]
    return from_api(
        {
            "ID": id,
            "Name": id,
            "Type": "service",
            "Namespace": "default",
            "Priority": 50,
            "Datacenters": ["*"],
            "NodePool": "default",
            "TaskGroups": groups,
            **members,
        }
    )


def allocation(name: str, on: str, *, job_id: str = "other", cpu: int = 0, memory: int = 0, **members: Any) -> dict[str, Any]:
    """A running allocation on a node."""
    shared = {"DiskMB": 0, **members.pop("shared", {})}
    task = {"Cpu": {"CpuShares": cpu}, "Memory": {"MemoryMB": memory}, **members.pop("task", {})}
    return {
        "ID": f"{name}-{on}",
        "Name": f"{job_id}.g[0]",
        "JobID": job_id,
        "TaskGroup": "g",
        "NodeID": f"{on}-id",
        "DesiredStatus": "run",
        "ClientStatus": "running",
        "AllocatedResources": {"Shared": shared, "Tasks": {"t": task}},
        **members,
    }


def stored(id: str = "other", priority: int = 30, **members: Any) -> dict[str, Any]:
    """A stored job, as the API has it."""
    return {"ID": id, "Name": id, "Namespace": "default", "Priority": priority, "Version": 0, "TaskGroups": [{"Name": "g", "Count": 1, "Tasks": []}], **members}


def cluster(*nodes: dict[str, Any], allocations: Any = (), jobs: Any = None, **members: Any) -> ClusterState:
    known = list(jobs) if jobs is not None else [stored()]
    return ClusterState.from_dict({"nodes": list(nodes), "allocations": list(allocations), "jobs": known, "latest_index": 10, **members})


def stack_for(state: ClusterState, wanted: Job) -> Stack:
    """A stack ready to select nodes for the job."""
    stack = Stack(PlanContext(state, wanted, EVAL), wanted.type or "service")
    stack.set_job(wanted)
    return stack


def only_group(wanted: Job) -> TaskGroup:
    assert wanted.group
    return wanted.group[0]


def verdict(wanted: Job, on: dict[str, Any], **state: Any) -> str:
    """Nomad's one word on a node: "" when it is feasible."""
    made = cluster(on, **state)
    stack = stack_for(made, wanted)
    return stack.try_node(made.nodes[on["ID"]], only_group(wanted), f"{wanted.id}.g[0]").word


def view_of(state: ClusterState, on: Node, wanted: Job) -> tuple[NodeView, GroupRequest]:
    context = PlanContext(state, wanted, EVAL)
    return NodeView(context, NodeFacts(on)), GroupRequest(wanted, only_group(wanted))
