"""A large cluster from a recipe: nodes of four sizes in three datacenters and forty racks, every fifth with one allocation of a job `base`.

Ids are hashes of names, so that the same recipe is the same cluster everywhere, with recorded answers too.
"""

from __future__ import annotations

import hashlib
from typing import Any

#: class, cores, MHz of a core, memory MB, disk MB
SIZES = (("c4", 4, 2500, 8192, 50000), ("c8", 8, 2500, 16384, 100000), ("c16", 16, 3000, 65536, 200000), ("m8", 8, 2200, 131072, 100000))
DRIVERS = ("docker", "exec", "raw_exec")
CNI_PLUGINS = ("bridge", "firewall", "host-local", "loopback", "portmap")
#: Every so many nodes have an allocation.
OCCUPIED = 5


def uuid_of(text: str) -> str:
    """A UUID that is the MD5 of a text."""
    digest = hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
    return "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:]))


def node(i: int) -> dict[str, Any]:
    """The node of this number, as the API has it."""
    name, (size, cores, mhz, memory, disk) = f"n{i:05d}", SIZES[i % 4]
    ip, datacenter = f"10.{i >> 16 & 255}.{i >> 8 & 255}.{i & 255}", f"dc{1 + i % 3}"
    attributes = {
        "arch": "amd64", "cpu.arch": "amd64", "cpu.numcores": str(cores), "cpu.totalcompute": str(cores * mhz), "kernel.name": "linux",
        "memory.totalbytes": str(memory << 20), "nomad.service_discovery": "true", "nomad.version": "2.0.6", "os.name": "ubuntu",
        "os.signals": "SIGHUP,SIGINT,SIGKILL,SIGTERM,SIGUSR1", "os.version": "22.04", "rack": f"r{i % 40}",
        **{f"plugins.cni.version.{plugin}": "v1.4.0" for plugin in CNI_PLUGINS}, **{f"driver.{driver}": "1" for driver in DRIVERS},
    }  # fmt: skip
    meta = {"zone": f"z{i % 7}", "gen": str(1 + i % 5)}
    return {
        "ID": uuid_of("node/" + name), "Name": name, "Datacenter": datacenter, "NodeClass": size, "NodePool": "default",
        # Alike but for what is unique: the same size, datacenter, rack and meta.
        "ComputedClass": f"v1:{i % 840}",
        "Attributes": {**attributes, "unique.hostname": name, "unique.network.ip-address": ip}, "Meta": meta,
        "Drivers": {driver: {"Attributes": {}, "Detected": True, "Healthy": True} for driver in DRIVERS},
        "NodeResources": {
            "Cpu": {"CpuShares": cores * mhz, "ReservableCpuCores": list(range(cores)), "TotalCpuCores": cores}, "Disk": {"DiskMB": disk},
            "Memory": {"MemoryMB": memory}, "MinDynamicPort": 20000, "MaxDynamicPort": 32000, "Devices": [],
            "Networks": [{"Mode": "bridge"}, {"Mode": "host", "Device": "eth0", "CIDR": ip + "/32", "IP": ip, "MBits": 1000}],
            "NodeNetworks": [
                {"Mode": "bridge", "Device": ""},
                {"Mode": "host", "Device": "eth0", "Speed": 1000, "Addresses": [{"Address": ip, "Alias": "default", "Family": "ipv4", "ReservedPorts": ""}]},
            ],
            "Processors": {"Topology": {"Cores": [{"ID": core, "BaseSpeed": mhz, "Disable": False} for core in range(cores)], "OverrideTotalCompute": 0}},
        },
        "ReservedResources": {}, "HostVolumes": {}, "CSINodePlugins": {}, "Status": "ready", "SchedulingEligibility": "eligible",
        "CreateIndex": 1002 + i, "ModifyIndex": 1002 + i,
    }  # fmt: skip


def allocation(number: int, nodes: int) -> dict[str, Any]:
    """The allocation of `base` on the node OCCUPIED × number."""
    name, index = f"n{OCCUPIED * number:05d}", 1003 + nodes + number
    return {
        "ID": uuid_of(f"alloc/base/g/{number}/{name}/None/"), "Name": f"base.g[{number}]", "Namespace": "default", "JobID": "base", "JobVersion": 0,
        "TaskGroup": "g", "NodeID": uuid_of("node/" + name), "NodeName": name, "DesiredStatus": "run", "ClientStatus": "running",
        "AllocatedResources": {"Shared": {"DiskMB": 300}, "Tasks": {"t": {"Cpu": {"CpuShares": 1000}, "Memory": {"MemoryMB": 2048}}}},
        "CreateIndex": index, "ModifyIndex": index,
    }  # fmt: skip


def state(nodes: int) -> dict[str, Any]:
    """The state document of a cluster of this many nodes."""
    occupied = (nodes + OCCUPIED - 1) // OCCUPIED
    base = {
        "ID": "base", "Name": "base", "Namespace": "default", "Type": "service", "Priority": 30, "Version": 0, "Datacenters": ["*"], "NodePool": "default",
        "CreateIndex": 1002 + nodes, "JobModifyIndex": 1002 + nodes, "ModifyIndex": 1003 + nodes,
        "TaskGroups": [{"Name": "g", "Count": 1, "Tasks": [{"Name": "t", "Driver": "docker", "Resources": {"CPU": 1000, "MemoryMB": 2048}}]}],
    }  # fmt: skip
    return {
        "format": "nomadspec-state/1", "source": "recipe", "region": "global", "latest_index": 1002 + nodes + occupied,
        "scheduler_config": {"SchedulerAlgorithm": "binpack", "PreemptionConfig": {"SystemSchedulerEnabled": True}},
        "node_pools": [{"Name": "all"}, {"Name": "default"}], "namespaces": [{"Name": "default"}],
        "nodes": [node(i) for i in range(nodes)], "jobs": [base], "allocations": [allocation(k, nodes) for k in range(occupied)],
    }  # fmt: skip
