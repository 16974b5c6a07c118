"""The variables of a task, and those of an allocation as such (for its services and networks), in the order in which Nomad sets them: later ones win.

directories → resources → ids → task networks → group ports → upstreams → addresses in the namespace → Vault → identities → meta
→ the agent's own environment → the task's `env` → hooks → template files → characters of some names cleaned
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from nomadspec.interpolation.allocation import Allocation, Directories, table, text, texts, whole
from nomadspec.interpolation.replacement import REFERENCE, Reference, Replacer
from nomadspec.interpolation.template_keys import template_keys
from nomadspec.jobspec.path import ModelPath

#: Variables of the agent that no task inherits, unless the client's option `env.denylist` says otherwise.
HOST_DENIED: Final = frozenset(
    (
        *("CONSUL_TOKEN", "CONSUL_HTTP_TOKEN", "CONSUL_HTTP_TOKEN_FILE", "VAULT_TOKEN", "NOMAD_TOKEN", "NOMAD_LICENSE", "NOMAD_LICENSE_PATH"),
        *("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "GOOGLE_APPLICATION_CREDENTIALS"),
    )
)
#: Names in which whatever is no letter, digit, `_` or `.` becomes `_`.
_CLEANED: Final = ("NOMAD_ADDR_", "NOMAD_IP_", "NOMAD_PORT_", "NOMAD_HOST_PORT_", "NOMAD_META_")
_UNCLEAN: Final = re.compile(rb"[^A-Za-z0-9_.]")


class Variables:
    """`values` by name; `later`: names with a value at run time only → why."""

    def __init__(self, values: dict[str, str], later: dict[str, str]) -> None:
        self.values: Final = values
        self.later: Final = later


def clean(name: str) -> str:
    """A name with `_` for every byte that does not belong into one."""
    return _UNCLEAN.sub(b"_", name.encode()).decode()


def task_variables(
    allocation: Allocation, task: Mapping[str, Any], directories: Directories, node: Mapping[str, str], path: ModelPath, noted: list[Reference] | None = None
) -> Variables:
    """The environment of a task that sees `directories`; references in `env` and `meta` without a value are noted."""
    return _build(allocation, task, directories, node, path, noted)


def allocation_variables(allocation: Allocation, node: Mapping[str, str], path: ModelPath) -> Variables:
    """The environment in which the services and networks of a group are interpolated: no task, no resources, the allocation's root directory."""
    return _build(allocation, None, Directories(allocation.root), node, path, None)


def _build(
    allocation: Allocation,
    task: Mapping[str, Any] | None,
    directories: Directories,
    node: Mapping[str, str],
    path: ModelPath,
    noted: list[Reference] | None,
) -> Variables:
    before = dict(allocation.later)
    env: dict[str, str] = {}
    env |= _present({"NOMAD_ALLOC_DIR": directories.alloc, "NOMAD_TASK_DIR": directories.local, "NOMAD_SECRETS_DIR": directories.secrets})
    if task is not None:
        env |= _resources(allocation, task)
    env |= _identity_of_allocation(allocation, task)
    env |= _task_networks(allocation, task)
    env |= _group_ports(allocation)
    env |= _upstreams(allocation)
    if task is not None:
        env |= _namespace_addresses(allocation)
        env |= _tokens(allocation, task, directories)
    later = _derived(env, allocation.later)
    names = Replacer((node, env), later, noted)
    for key, value in sorted(_meta(allocation, task).items()):
        env[names.replace(key, path / "meta")] = names.replace(value, path / "meta")
    if task is not None:
        if allocation.isolation(task) != "image":
            for key, value in sorted(texts(allocation.context, "HostEnv").items()):
                if key not in HOST_DENIED:
                    env.setdefault(key, names.replace(value))
        for key, value in sorted((task.get("Env") or {}).items()):
            env[key] = names.replace(str(value), path / "env" / key)
        for hook in list(_hooks(allocation, task)):
            env |= {key: names.replace(value) for key, value in hook.items()}
        env |= texts(allocation.context, "TemplateEnv")
        if not allocation.exists:
            written = template_keys(task)
            env |= written.values | {name: allocation.at_run_time(name, "a template sets it") for name in sorted(written.names)}
    found = Variables({_named(key): value for key, value in env.items()}, {_named(key): reason for key, reason in _derived(env, allocation.later).items()})
    allocation.later.clear()
    allocation.later.update(before)
    return found


def _derived(env: Mapping[str, str], later: Mapping[str, str]) -> dict[str, str]:
    """The names whose value refers to one that is known at run time only, with the reason; names that are no variables stay."""
    found = {name: reason for name, reason in later.items() if name not in env}
    for name, value in env.items():
        for match in REFERENCE.finditer(value) if later else ():
            if match[1] in later:
                found[name] = later[match[1]]
                break
    return found


def _named(name: str) -> str:
    return clean(name) if name.startswith(_CLEANED) else name


def _present(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _resources(allocation: Allocation, task: Mapping[str, Any]) -> dict[str, str]:
    resources = task.get("Resources") or {}
    env: dict[str, str] = {}
    if resources.get("MemoryMB"):
        env["NOMAD_MEMORY_LIMIT"] = str(resources["MemoryMB"])
    if resources.get("MemoryMaxMB") and allocation.context.get("MemoryOversubscription") is True:
        env["NOMAD_MEMORY_MAX_LIMIT"] = str(resources["MemoryMaxMB"])
    cores = whole(resources.get("Cores"))
    cpu = cores * _shares_per_core(allocation) if cores else whole(resources.get("CPU"))
    if cpu:
        env["NOMAD_CPU_LIMIT"] = str(cpu)
    given = allocation.context.get("Cores")
    if cores and not given and not allocation.exists:
        env["NOMAD_CPU_CORES"] = allocation.at_run_time("NOMAD_CPU_CORES", "the scheduler assigns the cores")
    else:
        env["NOMAD_CPU_CORES"] = _ranges([core for core in given if isinstance(core, int)] if isinstance(given, list) else []) or " "
    return env


def _shares_per_core(allocation: Allocation) -> int:
    cpu = (allocation.node.get("NodeResources") or {}).get("Cpu") or {}
    cores = whole(cpu.get("TotalCpuCores"))
    return whole(cpu.get("CpuShares")) // cores if cores else 0


def _ranges(cores: list[int]) -> str:
    """Core numbers as in "0-2,5"."""
    runs: list[list[int]] = []
    for core in sorted(set(cores)):
        if runs and core == runs[-1][1] + 1:
            runs[-1][1] = core
        else:
            runs.append([core, core])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def _identity_of_allocation(allocation: Allocation, task: Mapping[str, Any] | None) -> dict[str, str]:
    job = allocation.job
    return {
        "NOMAD_ALLOC_ID": allocation.id,
        "NOMAD_SHORT_ALLOC_ID": allocation.short_id,
        "NOMAD_ALLOC_NAME": allocation.name,
        "NOMAD_ALLOC_INDEX": allocation.index,
        "NOMAD_GROUP_NAME": allocation.group["Name"],
        "NOMAD_JOB_ID": job["ID"],
        "NOMAD_JOB_NAME": job.get("Name") or job["ID"],
        "NOMAD_NAMESPACE": job.get("Namespace") or "default",
    } | _present(
        {
            "NOMAD_TASK_NAME": "" if task is None else task["Name"],
            "NOMAD_JOB_PARENT_ID": job.get("ParentID") or "",
            "NOMAD_DC": str(allocation.node.get("Datacenter") or ""),
            "NOMAD_PARENT_CGROUP": str(allocation.node.get("CgroupParent") or ""),
            "NOMAD_REGION": allocation.region,
        }
    )


def _joined(address: str, port: str) -> str:
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def _task_networks(allocation: Allocation, task: Mapping[str, Any] | None) -> dict[str, str]:
    """The variables of networks that tasks themselves have, which is deprecated: the task's own, and those of the others with the task's name."""
    env: dict[str, str] = {}
    mapped = table(table(allocation.context, "DriverNet"), "PortMap")
    for owner, label, address, value in _ports_of_tasks(allocation):
        if task is None or owner != task["Name"]:
            env |= {f"NOMAD_{kind}_{owner}_{label}": item for kind, item in (("IP", address), ("PORT", value), ("ADDR", _joined(address, value)))}
            continue
        version = "v6" if ":" in address else "v4"
        env |= {
            f"NOMAD_IP_{label}": address,
            f"NOMAD_IP{version}_{label}": address,
            f"NOMAD_HOST_PORT_{label}": value,
            f"NOMAD_ADDR_{label}": _joined(address, value),
            f"NOMAD_PORT_{label}": str(whole(mapped.get(label)) or value),
        }
    return env


def _ports_of_tasks(allocation: Allocation) -> Iterator[tuple[str, str, str, str]]:
    """Task, label, address and number of each port that a task's own network has."""
    for owner, networks in table(allocation.context, "TaskNetworks").items():
        for network in networks if isinstance(networks, list) else ():
            for kind in ("ReservedPorts", "DynamicPorts"):
                for port in network.get(kind) or ():
                    yield owner, text(port, "Label"), text(network, "IP"), str(whole(port.get("Value")))


def _group_ports(allocation: Allocation) -> dict[str, str]:
    env: dict[str, str] = {}
    for port in allocation.ports:
        label, value, address = port.label, port.value, port.host_ip
        inner = str(port.to) if port.to > 0 else value
        env |= {
            f"NOMAD_IP_{label}": address,
            f"NOMAD_HOST_IP_{label}": address,
            f"NOMAD_ADDR_{label}": _joined(address, value),
            f"NOMAD_HOST_ADDR_{label}": _joined(address, value),
            f"NOMAD_HOST_PORT_{label}": value,
            f"NOMAD_PORT_{label}": inner,
            f"NOMAD_ALLOC_PORT_{label}": inner,
        }
    return env


def _namespace_addresses(allocation: Allocation) -> dict[str, str]:
    """The group's ports inside the network namespace, once its address is known."""
    status = table(allocation.context, "Network")
    networks = allocation.group.get("Networks") or [{}]
    isolated = (networks[0].get("Mode") or "host").partition("/")[0] in ("bridge", "cni")
    env: dict[str, str] = {}
    for port in allocation.ports:
        label = port.label
        if status:
            address = text(status, "Address")
            found = {"INTERFACE": text(status, "InterfaceName"), "IP": address, "ADDR": _joined(address, str(port.to) if port.to > 0 else port.value)}
            env |= {f"NOMAD_ALLOC_{kind}_{label}": item for kind, item in found.items()}
        elif isolated and not allocation.exists:
            for name in (f"NOMAD_ALLOC_{kind}_{label}" for kind in ("INTERFACE", "IP", "ADDR")):
                env[name] = allocation.at_run_time(name, "the network namespace gets its address when the allocation starts")
    return env


def _upstreams(allocation: Allocation) -> dict[str, str]:
    env: dict[str, str] = {}
    for service in allocation.group.get("Services") or ():
        sidecar = (service.get("Connect") or {}).get("SidecarService") or {}
        for upstream in (sidecar.get("Proxy") or {}).get("Upstreams") or ():
            port = str(whole(upstream.get("LocalBindPort")))
            name = upstream.get("DestinationName") or ""
            for spelling in {name, clean(name)}:
                env |= {
                    f"NOMAD_UPSTREAM_IP_{spelling}": "127.0.0.1",
                    f"NOMAD_UPSTREAM_PORT_{spelling}": port,
                    f"NOMAD_UPSTREAM_ADDR_{spelling}": f"127.0.0.1:{port}",
                }
    return env


def _tokens(allocation: Allocation, task: Mapping[str, Any], directories: Directories) -> dict[str, str]:
    """Vault's token and those of the workload identities."""
    env: dict[str, str] = {}
    vault = task.get("Vault") or {}
    if vault and vault.get("Env") is not False:
        token = text(allocation.context, "VaultToken")
        if not token and not allocation.exists:
            token = allocation.at_run_time("VAULT_TOKEN", "the client gets it from Vault")
        namespace = vault.get("Namespace") or text(allocation.context, "VaultNamespace")
        if token:
            env |= _present({"VAULT_TOKEN": token, "VAULT_NAMESPACE": namespace})
    given = table(allocation.context, "Tokens")
    identities = [("NOMAD_TOKEN", task.get("Identity") or {}, "default")]
    identities += [(f"NOMAD_TOKEN_{item.get('Name')}", item, item.get("Name") or "") for item in task.get("Identities") or ()]
    socket = False
    for name, identity, known_as in identities:
        if identity.get("Env"):
            token = text(given, known_as)
            if not token and not allocation.exists:
                token = allocation.at_run_time(name, "the server signs the identity")
            if token:
                env[name] = token
                socket = True
    if socket:
        env["NOMAD_UNIX_ADDR"] = f"unix://{directories.secrets}/api.sock"
    return env


def _meta(allocation: Allocation, task: Mapping[str, Any] | None) -> dict[str, str]:
    """Each key as it is and in upper case."""
    found: dict[str, str] = {}
    for key, value in sorted(allocation.meta(task).items()):
        found[f"NOMAD_META_{key.upper()}"] = value
    return found | {f"NOMAD_META_{key}": value for key, value in allocation.meta(task).items()}


def _hooks(allocation: Allocation, task: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """What the client's hooks add, in their order."""
    yield texts(allocation.context, "DeviceEnv")
    token = text(allocation.context, "ConsulToken")
    if not token and not allocation.exists and task.get("Consul"):
        token = allocation.at_run_time("CONSUL_TOKEN", "the client gets it from Consul")
        allocation.at_run_time("CONSUL_HTTP_TOKEN", "the client gets it from Consul")
        yield {"CONSUL_TOKEN": "${CONSUL_TOKEN}", "CONSUL_HTTP_TOKEN": "${CONSUL_HTTP_TOKEN}"}
    elif token:
        yield {"CONSUL_TOKEN": token, "CONSUL_HTTP_TOKEN": token}
    plugin = task.get("CSIPluginConfig")
    if plugin and not allocation.exists and "CSI_ENDPOINT" not in (task.get("Env") or {}):
        socket = f"unix://{plugin.get('MountDir') or '/csi'}/csi.sock"
        isolated = allocation.isolation(task) != "none"
        yield {"CSI_ENDPOINT": socket if isolated else allocation.at_run_time("CSI_ENDPOINT", "the client creates the plugin's socket")}
    kind, _, service = (task.get("Kind") or "").partition(":")
    if kind.startswith("connect-") and kind != "connect-native" and not allocation.exists:
        names = [f"NOMAD_ENVOY_{which}_ADDR_{clean(service)}" for which in ("ADMIN", "READY")]
        yield {name: allocation.at_run_time(name, "the client assigns the port of the proxy") for name in names}
    hooks = allocation.context.get("HookEnv")
    for hook in hooks if isinstance(hooks, list) else ():
        if isinstance(hook, Mapping):
            yield texts(hook, "Env")
