"""Small clusters and jobs for the planner's tests."""

from __future__ import annotations

from typing import Any

from nomadspec.cluster.state import ClusterState


def node(number: int, *, cpu: int = 4000, memory: int = 8192, datacenter: str = "dc1", meta: dict[str, str] | None = None, **members: Any) -> dict[str, Any]:
    """A ready node with docker, as the API has it."""
    address = f"10.0.0.{number}"
    return {
        "ID": f"{number:08x}-0000-0000-0000-000000000000",
        "Name": f"node{number}",
        "Datacenter": datacenter,
        "NodeClass": "",
        "NodePool": "default",
        "ComputedClass": f"v1:{number}",
        "Status": "ready",
        "SchedulingEligibility": "eligible",
        "Attributes": {"kernel.name": "linux", "driver.docker": "1", "nomad.version": "2.0.6", "nomad.service_discovery": "true"},
        "Meta": meta or {},
        "Drivers": {"docker": {"Detected": True, "Healthy": True}},
        "NodeResources": {
            "Cpu": {"CpuShares": cpu, "TotalCpuCores": 4},
            "Memory": {"MemoryMB": memory},
            "Disk": {"DiskMB": 50000},
            "MinDynamicPort": 20000,
            "MaxDynamicPort": 32000,
            "Networks": [{"Mode": "host", "Device": "eth0", "IP": address, "CIDR": f"{address}/32", "MBits": 1000}],
            "NodeNetworks": [{"Mode": "host", "Device": "eth0", "Addresses": [{"Address": address, "Alias": "default", "Family": "ipv4"}]}],
            "Processors": {"Topology": {"Cores": [{"ID": core, "BaseSpeed": cpu // 4} for core in range(4)], "OverrideTotalCompute": 0}},
        },
        "ReservedResources": {},
        **members,
    }


def cluster(*nodes: dict[str, Any], **members: Any) -> ClusterState:
    """A state with these nodes; three of `node` when none are given."""
    document = {"nodes": list(nodes) or [node(number) for number in (1, 2, 3)], "latest_index": 10, "captured_at": "2026-01-01T00:00:00Z", **members}
    return ClusterState.from_dict(document)


def job(
    name: str = "web", *, count: int = 1, cpu: int = 500, memory: int = 256, type: str = "service", image: str = "nginx:1", **members: Any
) -> dict[str, Any]:
    """A job with one group `api` and one docker task, as API JSON."""
    group = {
        "Name": "api",
        "Count": count,
        "Tasks": [{"Name": "server", "Driver": "docker", "Config": {"image": image}, "Resources": {"CPU": cpu, "MemoryMB": memory}}],
        **members.pop("group", {}),
    }
    return {"ID": name, "Name": name, "Type": type, "Datacenters": ["*"], "TaskGroups": [group], **members}
