"""What is known of an allocation beside its job: node, index, ports, directories, tokens. Read from the `context` of `task_environment`.

A context with an `AllocID` describes an allocation that exists: what it does not give is absent, unless the context is `Partial`, as what a server knows
of an allocation is: then only the client has it. Without an `AllocID` the allocation is still to come, and what a
server or client would decide (ids, dynamic ports, tokens, addresses in a namespace) gets its value at run time only: such a variable has its own
reference as its value (`${NOMAD_ALLOC_ID}`) and its name is in `later`, with the reason.

Keys of a context: AllocID, Partial, AllocIndex or AllocName, Region (the client's), Ports (label → Value, HostIP), Network (Address, InterfaceName), DriverNet
(PortMap), TaskNetworks (task → networks), Cores, FSIsolation (none, chroot, image), AllocDir, HostEnv, VaultToken, VaultNamespace, Tokens (identity →
token), ConsulToken, HookEnv (list of Name, Env), DeviceEnv, TemplateEnv, Secrets, Dispatch (Meta), MemoryOversubscription, Strings, Targets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from nomadspec.source.record import Record

#: Where the client keeps an allocation that exists, unless the context says.
ALLOC_DIR: Final = "/var/nomad/alloc"
#: The same of one that is still to come: only the client's configuration tells.
UNKNOWN_ALLOC_DIR: Final = "${client.alloc_dir}"
#: What a driver isolates of the file system.
ISOLATION: Final = {"docker": "image", "podman": "image", "qemu": "image", "exec": "chroot", "java": "chroot", "exec2": "none"}
#: The address of a port when neither the context nor the node says one (of the block for documentation).
NO_ADDRESS: Final = "192.0.2.10"
#: Where `${NOMAD_ALLOC_INDEX}` is read from.
_INDEX: Final = re.compile(r"\[(\d+)\]$", re.ASCII)
_DISPATCHED: Final = "/dispatch-1700000000-abcdef12"


class Directories(Record, eq=True):
    """The three directories as a task (or the client) sees them; an allocation as such has only the first."""

    alloc: str
    local: str = ""
    secrets: str = ""


class Port(Record, eq=True):
    """A port of the group's network: numbers as text, since a dynamic one may be known at run time only."""

    label: str
    to: int
    value: str
    host_ip: str


class Allocation:
    """An allocation of a group of a stored job (API JSON) on a node (API JSON), as far as `context` tells."""

    def __init__(self, job: dict[str, Any], group: dict[str, Any], node: Mapping[str, Any], context: Mapping[str, Any]) -> None:
        self.context: Final = context
        self.node: Final = node
        self.exists: Final = bool(text(context, "AllocID")) and context.get("Partial") is not True
        self.later: Final[dict[str, str]] = {}
        self.job: Final = _dispatched(job, table(context, "Dispatch")) if table(context, "Dispatch") else job
        self.group: Final = group
        self.id: Final = text(context, "AllocID") or self.at_run_time("NOMAD_ALLOC_ID", "the server assigns it")
        self.short_id: Final = self.id[:8] if text(context, "AllocID") else self.at_run_time("NOMAD_SHORT_ALLOC_ID", "the server assigns it")
        self.name: Final = text(context, "AllocName") or f"{self.job['ID']}.{group['Name']}[{whole(context.get('AllocIndex'))}]"
        index = _INDEX.search(self.name)
        self.index: Final = index[1] if index else "0"
        self.region: Final = text(context, "Region")
        self.root: Final = f"{self._alloc_dir()}/{self.id}"
        self.ports: Final = self._ports()

    def at_run_time(self, name: str, reason: str) -> str:
        """The value of a variable that is known at run time only."""
        self.later[name] = reason
        return "${" + name + "}"

    def _alloc_dir(self) -> str:
        given = text(self.context, "AllocDir")
        if (given and given != UNKNOWN_ALLOC_DIR) or (self.exists and not given):
            return given or ALLOC_DIR
        self.later[UNKNOWN_ALLOC_DIR[2:-1]] = "the client's configuration sets its folder of allocations"
        return UNKNOWN_ALLOC_DIR

    def isolation(self, task: Mapping[str, Any]) -> str:
        """none, chroot or image."""
        return text(self.context, "FSIsolation") or ISOLATION.get(task.get("Driver") or "", "none")

    def client_directories(self, task: Mapping[str, Any]) -> Directories:
        """The directories of a task where the client has them."""
        own = f"{self.root}/{task['Name']}"
        return Directories(f"{self.root}/alloc", f"{own}/local", f"{own}/secrets")

    def task_directories(self, task: Mapping[str, Any]) -> Directories:
        """The directories of a task where the task sees them."""
        return self.client_directories(task) if self.isolation(task) == "none" else Directories("/alloc", "/local", "/secrets")

    def meta(self, task: Mapping[str, Any] | None) -> dict[str, str]:
        """The metadata of job, group and task, the nearest first; a dispatched job has its optional keys even without a value."""
        merged = {**(self.job.get("Meta") or {}), **(self.group.get("Meta") or {}), **((task or {}).get("Meta") or {})}
        if self.job.get("Dispatched"):
            for key in (self.job.get("ParameterizedJob") or {}).get("MetaOptional") or ():
                merged.setdefault(key, "")
        return {str(key): str(value) for key, value in merged.items()}

    def _ports(self) -> list[Port]:
        """The ports of the first network; further ones are not allowed, and get none."""
        given = table(self.context, "Ports")
        address = str((self.node.get("Attributes") or {}).get("unique.network.ip-address") or NO_ADDRESS)
        found: list[Port] = []
        for network in (self.group.get("Networks") or [])[:1]:
            for kind in ("ReservedPorts", "DynamicPorts"):
                for port in network.get(kind) or ():
                    label = port.get("Label") or ""
                    placed = given.get(label)
                    placed = placed if isinstance(placed, Mapping) else {}
                    value = whole(placed.get("Value")) or whole(port.get("Value"))
                    known = str(value) if value or self.exists else self.at_run_time(f"NOMAD_HOST_PORT_{label}", "the scheduler assigns a dynamic port")
                    found.append(Port(label, whole(port.get("To")), known, text(placed, "HostIP") or self._address(port, address)))
        return found

    def _address(self, port: Mapping[str, Any], default: str) -> str:
        """The node's address in the port's host network, where the node tells."""
        alias = port.get("HostNetwork") or "default"
        if self.exists or alias == "default":
            return default
        for network in (self.node.get("NodeResources") or {}).get("NodeNetworks") or ():
            for address in network.get("Addresses") or ():
                if address.get("Alias") == alias:
                    return str(address.get("Address") or default)
        return self.at_run_time(f"NOMAD_HOST_IP_{port.get('Label')}", f"the node has no address in the host network {alias!r}")


def _dispatched(job: dict[str, Any], dispatch: Mapping[str, Any]) -> dict[str, Any]:
    """The child that a dispatch with these metadata makes of a parameterized job."""
    child = job["ID"] + _DISPATCHED
    meta = {**(job.get("Meta") or {}), **table(dispatch, "Meta")}
    return {**job, "ID": child, "Name": child, "ParentID": job["ID"], "Dispatched": True, "Meta": meta}


def text(source: Mapping[str, Any], key: str) -> str:
    """A text of a context, "" where it has none."""
    value = source.get(key)
    return value if isinstance(value, str) else ""


def table(source: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """A table of a context, empty where it has none."""
    value = source.get(key)
    return value if isinstance(value, Mapping) else {}


def texts(source: Mapping[str, Any], key: str) -> dict[str, str]:
    """A table of texts of a context."""
    return {str(name): str(value) for name, value in table(source, key).items()}


def whole(value: Any) -> int:
    """A whole number of a context, 0 where it has none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
