"""The resources of an allocation in the plan document.

A dynamic port has the word `dynamic` for its value, because Nomad draws it when the plan is made and again when the job runs; `to` is the word
`same` where the port inside equals it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.cluster.objects import Node
    from nomadspec.cluster.resources import AllocatedNetwork, AllocatedPort, AllocatedResources, TaskAllocation


def resources_document(resources: AllocatedResources, node: Node | None) -> dict[str, Any]:
    """Units are MB and MHz; what is zero or absent is left out."""
    out: dict[str, Any] = {"disk_mb": resources.disk, "tasks": {name: _task(task, node) for name, task in sorted(resources.tasks.items())}}
    if resources.networks:
        network = resources.networks[0]
        out["network"] = {"ip": network.ip, "mode": network.mode}
    if resources.ports:
        out["ports"] = [_port(port, resources, node) for port in resources.ports]
    return out


def _port(port: AllocatedPort, resources: AllocatedResources, node: Node | None) -> dict[str, Any]:
    out: dict[str, Any] = {"host_ip": port.host_ip, "label": port.label, "to": port.to, "value": port.value}
    if port.ignore_collision:
        out["ignore_collision"] = True
    if not port.reserved:
        limits = node.resources if node is not None else {}
        out["value"] = "dynamic"
        out["to"] = "same" if port.to == port.value else port.to
        out["in_range"] = (limits.get("MinDynamicPort") or 20000) <= port.value <= (limits.get("MaxDynamicPort") or 32000)
    return out


def _task(task: TaskAllocation, node: Node | None) -> dict[str, Any]:
    out: dict[str, Any] = {"cpu": task.cpu, "memory_mb": task.memory}
    if task.memory_max:
        out["memory_max_mb"] = task.memory_max
    if task.cores:
        out["cores"] = sorted(task.cores)
    if task.devices:
        out["devices"] = [
            {
                "count": len(device.ids),
                "group_size": _group_size(node, device.key),
                "ids": sorted(device.ids),
                "name": device.name,
                "type": device.type,
                "vendor": device.vendor,
            }
            for device in task.devices
        ]
    if task.networks:
        out["networks"] = [_network(network) for network in task.networks]
    return out


def _group_size(node: Node | None, key: tuple[str, str, str]) -> int:
    """How many instances the device group has on its node."""
    for device in (node.resources.get("Devices") if node is not None else None) or ():
        if (device.get("Vendor"), device.get("Type"), device.get("Name")) == key:
            return len(device.get("Instances") or ())
    return 0


def _network(network: AllocatedNetwork) -> dict[str, Any]:
    out: dict[str, Any] = {"Device": network.device, "IP": network.ip, "MBits": network.mbits, "Mode": network.mode}
    out["ReservedPorts"] = [_network_port(port) for port in network.reserved_ports]
    out["DynamicPorts"] = [{**_network_port(port), "Value": "dynamic"} for port in network.dynamic_ports]
    return {key: value for key, value in out.items() if value}


def _network_port(port: AllocatedPort) -> dict[str, Any]:
    out = {"HostNetwork": port.host_network or "default", "Label": port.label, "Value": port.value, "To": port.to}
    return {key: value for key, value in out.items() if value}
