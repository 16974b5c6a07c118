"""Predicts the node that the scheduler would see, in the form of `/v1/node/:id`, from a client's configuration and the profile of its machine.

A client finds out about itself through fingerprinters; here each is a function that gives its part of the node (attributes, resources, networks), in Nomad's
order, so that a denied fingerprinter has the same effect as in Nomad. Facts about the machine come from the profile; nothing is read from the local machine,
except `cni_config_dir` below the profile's `root`.

The ID is made of the name, so that it is the same every time. The computed class is our own grouping: Nomad's also hashes what changes with every start.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from nomadspec.agent.cni import networks
from nomadspec.agent.profile import ATTRIBUTES, LOOPBACK, NodeProfile
from nomadspec.schema.attributes import CLIENT_META
from nomadspec.version import NOMAD_VERSION

if TYPE_CHECKING:
    from nomadspec.agent.config import AgentConfig

_MIB: Final = 1_048_576
_NAMESPACE: Final = uuid.UUID("6f1f2c6e-5a0f-5d0b-9c1a-3f2d6a9d4b10")
#: The parent of tasks' cgroups, whatever `cgroup_parent` says.
CGROUP_PARENT: Final = "nomad.slice"
#: A client reserves nothing of a driver it does not know; these are built in.
BUILT_IN: Final = ("docker", "exec", "java", "qemu", "raw_exec")
#: What `ClientConfig` of a predicted node tells: settings of the client, by block, and of its task drivers, which may lie in a block.
CLIENT_SETTINGS: Final = {
    "template": ("disable_file_sandbox", "function_denylist"),
    "options": ("user.checked_drivers", "user.denylist", "user.blacklist"),
}
DRIVER_SETTINGS: Final = {
    "docker": ("allow_caps", "allow_privileged", "allow_runtimes", "pids_limit", "volumes.enabled"),
    "exec": ("allow_caps", "denied_host_uids"),
    "java": ("allow_caps",),
    "qemu": ("args_allowlist", "emulators_allowlist", "image_paths"),
    "raw_exec": ("denied_envvars", "denied_host_uids"),
}
_TRUE: Final = frozenset({"1", "t", "T", "TRUE", "true", "True"})
_MAX_CORES: Final = 4096


def predict(config: AgentConfig, profile: NodeProfile | None = None, *, name: str = "", number: int = 0) -> dict[str, Any] | None:
    """The node, or None when the configuration is that of no client. `name`: how the machine is called where neither configuration nor profile says;
    `number` (from 1): which of several machines alike, added to the names."""
    if not config.get("client.enabled"):
        return None
    return _Machine(config, profile or NodeProfile(), name, f"-{number}" if number else "").node()


def plain_node(profile: NodeProfile | None = None) -> dict[str, Any]:
    """The node of a client in its default configuration, on the machine of the default profile: where there is no cluster to look at."""
    from nomadspec.agent.config import load

    config = load([])
    config.values["client"]["enabled"] = True
    return _Machine(config, profile or NodeProfile(), "", "").node()


class _Machine:
    """A configuration and a profile side by side, with the node they make."""

    def __init__(self, config: AgentConfig, profile: NodeProfile, name: str, suffix: str) -> None:
        self.config: Final = config
        self.client: Final[dict[str, Any]] = config.get("client") or {}
        self.facts: Final = profile.facts
        self.options: Final[dict[str, Any]] = self.client.get("options") or {}
        self.hostname: Final = str(self.facts["hostname"] or config.get("name") or name or "client") + suffix
        self.name: Final = str(config.get("name")) + suffix if config.get("name") else self.hostname
        self.plugins: Final = {plugin.get("#Name"): plugin.get("config") or {} for plugin in config.get("plugin") or ()}
        self.interfaces: Final = self._interfaces()
        self.attributes: Final[dict[str, str]] = {}
        self.resources: Final[dict[str, Any]] = {
            "Cpu": {"CpuShares": 0, "ReservableCpuCores": [], "TotalCpuCores": 0},
            "Memory": {"MemoryMB": 0},
            "Disk": {"DiskMB": 0},
            "Devices": list(self.facts["devices"]) or None,
            "Networks": [],
            "NodeNetworks": [],
            "MinDynamicPort": self.client.get("min_dynamic_port"),
            "MaxDynamicPort": self.client.get("max_dynamic_port"),
            "Processors": {"Topology": {"Cores": None, "Distances": None, "Nodes": [0], "OverrideTotalCompute": 0, "OverrideWitholdCompute": 0}},
        }

    def node(self) -> dict[str, Any]:
        for fingerprinter, work in _FINGERPRINTERS.items():
            if self._runs("fingerprint", fingerprinter):
                work(self)
        drivers = self._drivers()
        self._given_attributes()
        client = self.client
        address = self._http_address()
        node: dict[str, Any] = {
            "ID": str(uuid.uuid5(_NAMESPACE, self.name)),
            "Name": self.name,
            "Datacenter": self.config.get("datacenter"),
            "NodeClass": client.get("node_class") or "",
            "NodePool": client.get("node_pool") or "default",
            "NodeMaxAllocs": client.get("node_max_allocs") or 0,
            "GCVolumesOnNodeGC": bool(client.get("gc_volumes_on_node_gc")),
            "HTTPAddr": address,
            "TLSEnabled": bool(self.config.get("tls.http")),
            "Attributes": dict(sorted(self.attributes.items())),
            "Meta": dict(sorted({**CLIENT_META, **{str(key): str(value) for key, value in (client.get("meta") or {}).items()}}.items())),
            "CgroupParent": CGROUP_PARENT,
            "Drivers": drivers,
            "NodeResources": self.resources,
            "ReservedResources": self._reserved(),
            "HostNetworks": self._host_networks() or None,
            "HostVolumes": {
                volume["#Name"]: {"ID": "", "Name": volume["#Name"], "Path": volume.get("path") or "", "ReadOnly": bool(volume.get("read_only"))}
                for volume in client.get("host_volume") or ()
            },
            "CSIControllerPlugins": {},
            "CSINodePlugins": {},
            "Links": {},
            "Status": "ready",
            "StatusDescription": "",
            "SchedulingEligibility": "ineligible" if client.get("default_ineligible") else "eligible",
            "Drain": False,
            "DrainStrategy": None,
            "LastDrain": None,
            "ClientConfig": self._client_config(),
            **self._alloc_dir(),
        }
        node["ComputedClass"] = computed_class(node)
        return node

    def _alloc_dir(self) -> dict[str, str]:
        """`AllocDir`, which no node of the API has: where the client keeps its allocations, for those who look at a task's environment."""
        data = self.config.get("data_dir")
        folder = self.client.get("alloc_dir") or (f"{data}/alloc" if data else "")
        return {"AllocDir": folder} if folder else {}

    def _client_config(self) -> dict[str, Any]:
        """`ClientConfig`, which no node of the API has either: settings that decide what tasks may do."""
        found: dict[str, Any] = {"max_kill_timeout": str(self.client.get("max_kill_timeout") or "30s")}
        for block, names in CLIENT_SETTINGS.items():
            written = self.client.get(block) or {}
            found[block] = {name: written[name] for name in names if written.get(name) is not None}
        if self.client.get("chroot_env"):
            found["chroot_env"] = {str(source): str(target) for source, target in self.client["chroot_env"].items()}
        found["options"] = {name: str(value) for name, value in found["options"].items()}
        # Options of the client that begin with a driver's name are an older way to set it up, which is not known here.
        elsewhere = {option.partition(".")[0] for option in self.options} - self.plugins.keys()
        found["plugins"] = {driver: self._driver_config(driver, names) for driver, names in DRIVER_SETTINGS.items() if driver not in elsewhere}
        return found

    def _driver_config(self, driver: str, names: Iterable[str]) -> dict[str, Any]:
        found = {}
        for name in names:
            value: Any = self.plugins.get(driver)
            for step in name.split("."):
                value = _first(value).get(step)
            if value is not None:
                found[name] = value
        return found

    # --- which parts of the client run

    def _runs(self, kind: str, name: str) -> bool:
        """Whether an allowlist or denylist of the client's options lets a driver or a fingerprinter run."""
        allowed = _names(self.options.get(f"{kind}.allowlist") or self.options.get(f"{kind}.whitelist"))
        denied = _names(self.options.get(f"{kind}.denylist") or self.options.get(f"{kind}.blacklist"))
        return (not allowed or name in allowed) and name not in denied

    # --- fingerprinters, in Nomad's order

    def arch(self) -> None:
        self._machine_attributes("cpu.arch")

    def bridge(self) -> None:
        if self.facts["bridge"] and self._kernel() == "linux":
            self.attributes["nomad.bridge.hairpin_mode"] = _word(self.client.get("bridge_network_hairpin_mode"))
            self._nameless_network("bridge")

    def cgroup(self) -> None:
        self._machine_attributes("os.cgroups.version")

    def cni(self) -> None:
        for name in dict.fromkeys((*self.facts["cni_networks"], *networks(self.config, self.facts["root"] or None))):
            self._nameless_network(f"cni/{name}")

    def consul(self) -> None:
        for cluster in self.config.merged.clusters["consul"]:
            version = self._reached("consul", cluster.get("name") or "default")
            if version:
                prefix = "consul" if cluster.get("name") in (None, "", "default") else f"consul.{cluster['name']}"
                values = {"version": version, "sku": "oss", "server": "false", "connect": "true", "grpc": "8502", "datacenter": "dc1", "ft.namespaces": "false"}
                self.attributes.update({f"{prefix}.{key}": value for key, value in values.items()})

    def cpu(self) -> None:
        cores, mhz = int(self.facts["cores"]), int(self.facts["mhz"])
        total = self.client.get("cpu_total_compute") or cores * mhz
        reservable = _cores(self.client.get("reservable_cores")) or list(range(cores))
        self._machine_attributes("cpu.modelname")
        self.attributes.update(
            {
                "cpu.frequency": str(mhz),
                "cpu.numcores": str(cores),
                "cpu.reservablecores": str(len(reservable)),
                "cpu.totalcompute": str(total),
                "cpu.usablecompute": str(total),
                "numa.node.count": "1",
                "numa.node0.cores": f"0-{cores - 1}" if cores > 1 else "0",
            }
        )
        self.resources["Cpu"] = {"CpuShares": total, "ReservableCpuCores": reservable, "TotalCpuCores": cores}
        self.resources["Processors"]["Topology"] |= {
            "Cores": [
                {"ID": core, "SocketID": 0, "NodeID": 0, "Grade": True, "Disable": False, "BaseSpeed": mhz, "MaxSpeed": 0, "GuessSpeed": 0}
                for core in range(cores)
            ],
            "OverrideTotalCompute": self.client.get("cpu_total_compute") or 0,
            "OverrideWitholdCompute": (self.client.get("reserved") or {}).get("cpu") or 0,
        }

    def host(self) -> None:
        self._machine_attributes("kernel.name", "kernel.arch", "kernel.version", "os.name", "os.version")
        self.attributes["unique.hostname"] = self.hostname

    def landlock(self) -> None:
        self._machine_attributes("kernel.landlock")

    def memory(self) -> None:
        megabytes = self.client.get("memory_total_mb") or int(self.facts["memory_mb"])
        self.attributes["memory.totalbytes"] = str(megabytes * _MIB)
        self.resources["Memory"] = {"MemoryMB": megabytes}

    def network(self) -> None:
        default = self._default_interface()
        speed = self.client.get("network_speed") or int(default.get("speed") or 1000)
        addresses = self._ordered(default["addresses"])
        if addresses:
            self.attributes["unique.network.ip-address"] = addresses[0]
        for address in addresses:
            mask = 32 if _family(address) == "ipv4" else 128
            entry = {"Mode": "host", "Device": default["device"], "CIDR": f"{address}/{mask}", "IP": address, "MBits": speed}
            self.resources["Networks"].append(entry)
        for interface in self.interfaces:
            rows = [
                {"Address": address, "Alias": alias, "Family": _family(address), "Gateway": "", "ReservedPorts": ports}
                for address in self._ordered(interface["addresses"])
                for alias, ports in self._aliases(interface, address, default)
            ]
            if rows:
                self.resources["NodeNetworks"].append(
                    {
                        "Mode": "host",
                        "Device": interface["device"],
                        "MacAddress": interface.get("mac") or "",
                        "Speed": int(interface.get("speed") or 1000),
                        "Addresses": rows,
                    }
                )

    def nomad(self) -> None:
        self.attributes.update(
            {
                "nomad.version": NOMAD_VERSION,
                "nomad.service_discovery": _word(self.client.get("nomad_service_discovery")),
                "unique.advertise.address": self._http_address(),
            }
        )

    def plugins_cni(self) -> None:
        self.attributes.update({f"plugins.cni.version.{name}": str(version) for name, version in self.facts["cni_plugins"].items()})

    def plugins_host_volume(self) -> None:
        self.attributes["plugins.host_volume.mkdir.version"] = "0.0.1"

    def plugins_secrets(self) -> None:
        self.attributes.update({"plugins.secrets.nomad.version": "1.0.0", "plugins.secrets.vault.version": "1.0.0"})

    def signal(self) -> None:
        self._machine_attributes("os.signals")

    def storage(self) -> None:
        self._machine_attributes("unique.storage.volume")
        total = self.client.get("disk_total_mb") or int(self.facts["disk_total_mb"])
        self.attributes["unique.storage.bytestotal"] = str(total * _MIB)
        self.resources["Disk"] = {"DiskMB": total}  # the whole disk, whatever room is left on it

    def vault(self) -> None:
        for cluster in self.config.merged.clusters["vault"]:
            version = self._reached("vault", cluster.get("name") or "default") if cluster.get("enabled") else ""
            if version:
                prefix = "vault" if cluster.get("name") in (None, "", "default") else f"vault.{cluster['name']}"
                self.attributes.update({f"{prefix}.accessible": "true", f"{prefix}.version": version})

    # --- parts of parts

    def _given_attributes(self) -> None:
        """The profile's attributes, but for those whose fingerprinter or driver does not run and those that the configuration decides."""
        client = self.client
        decided = {"unique.advertise.address", "unique.network.ip-address", "nomad.service_discovery", "nomad.bridge.hairpin_mode"}
        decided |= {"cpu.totalcompute", "cpu.usablecompute"} if client.get("cpu_total_compute") else set()
        decided |= {"memory.totalbytes"} if client.get("memory_total_mb") else set()
        decided |= {"unique.storage.bytestotal"} if client.get("disk_total_mb") else set()
        for name, value in self.facts["attributes"].items():
            kind, _, rest = name.partition(".")
            owner = next((owner for prefix, owner in _OWNERS.items() if name.startswith(prefix)), "")
            runs = self._runs("driver", rest.partition(".")[0]) if kind == "driver" else not owner or self._runs("fingerprint", owner)
            if runs and name not in decided:
                self.attributes[name] = _word(value)

    def _machine_attributes(self, *names: str) -> None:
        for name in names:
            if ATTRIBUTES.get(name):
                self.attributes[name] = ATTRIBUTES[name]

    def _kernel(self) -> str:
        return str(self.facts["attributes"].get("kernel.name", "linux"))

    def _reached(self, service: str, cluster: str) -> str:
        """The version of Consul or Vault that the client reaches; without word from the profile one that the configuration speaks of is."""
        given = self.facts[service]
        if given is not None:
            return str(given) if given else ""
        mentioned = any(path == service or path.startswith((f"{service}.", f"{service}[")) for path in self.config.merged.origins)
        return {"consul": "1.21.0", "vault": "1.19.0"}[service] if mentioned else ""

    def _nameless_network(self, mode: str) -> None:
        """A network without a device. Of these the node keeps the last only in its list of addresses, and all in the other list."""
        self.resources["Networks"].append({"Mode": mode})
        nodes = [network for network in self.resources["NodeNetworks"] if network["Device"]]
        self.resources["NodeNetworks"] = [{"Mode": mode, "Device": "", "MacAddress": "", "Speed": 0, "Addresses": None}, *nodes]

    def _interfaces(self) -> list[dict[str, Any]]:
        given = [dict(interface) for interface in self.facts["interfaces"]]
        if not any(interface["device"] == "lo" for interface in given):
            given.insert(0, dict(LOOPBACK))
        if len(given) == 1:
            given.append({"device": "eth0", "addresses": [self._own_address()], "speed": 1000})
        return [{**interface, "addresses": interface.get("addresses") or []} for interface in given]

    def _own_address(self) -> str:
        """The machine's address as far as the configuration has it."""
        for text in (self.config.get("advertise.http"), self.config.get("bind_addr"), self.config.get("addresses.http")):
            address = _host(str(text or ""))
            parsed = _parsed(address)
            if parsed is not None and not parsed.is_unspecified and not parsed.is_loopback:
                return address
        return "192.0.2.10"

    def _default_interface(self) -> dict[str, Any]:
        """The interface that the configuration names, else the first that is no loopback."""
        wanted = self.client.get("network_interface")
        named = [interface for interface in self.interfaces if interface["device"] == wanted]
        others = [interface for interface in self.interfaces if interface["device"] != "lo"]
        return (named or others or self.interfaces)[0]

    def _ordered(self, addresses: Iterable[str]) -> list[str]:
        first = self.client.get("preferred_address_family") or ""
        return sorted(addresses, key=lambda address: bool(first) and _family(address) != first)

    def _aliases(self, interface: Mapping[str, Any], address: str, default: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """The host networks that an address belongs to, with the ports reserved there."""
        for network in sorted(self.client.get("host_network") or (), key=lambda item: str(item["#Name"])):
            by_name = not network.get("interface") or network["interface"] == interface["device"]
            if by_name and _inside(address, network.get("cidr") or ""):
                yield network["#Name"], network.get("reserved_ports") or ""
        if interface is default:
            yield "default", ""

    def _host_networks(self) -> dict[str, Any]:
        return {
            network["#Name"]: {
                "Name": network["#Name"],
                "CIDR": network.get("cidr") or "",
                "Interface": network.get("interface") or "",
                "ReservedPorts": network.get("reserved_ports") or "",
            }
            for network in self.client.get("host_network") or ()
        }

    def _http_address(self) -> str:
        port = self.config.get("ports.http") or 4646
        text = str(self.config.get("advertise.http") or "")
        if not text:
            default = self._default_interface()["addresses"]
            bound = _parsed(_host(str(self.config.get("addresses.http") or self.config.get("bind_addr") or "")))
            text = str(bound) if bound is not None and not bound.is_unspecified else (default or ["127.0.0.1"])[0]
        host = _host(text)
        if text == host or text == f"[{host}]":
            return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        return text

    def _reserved(self) -> dict[str, Any]:
        reserved = self.client.get("reserved") or {}
        cores = reserved.get("cores") or ""
        return {
            "Cpu": {
                "CpuShares": reserved.get("cpu") or 0,
                "ReservedCpuCores": _cores(cores) if cores and not self.client.get("reservable_cores") else None,
            },
            "Memory": {"MemoryMB": reserved.get("memory") or 0},
            "Disk": {"DiskMB": reserved.get("disk") or 0},
            "Networks": {"ReservedHostPorts": reserved.get("reserved_ports") or ""},
        }

    def _drivers(self) -> dict[str, Any]:
        """The drivers as the node lists them; those that are healthy leave their attributes with the node too."""
        found: dict[str, Any] = {}
        for name in sorted({*BUILT_IN, *self.facts["drivers"]}):
            if not self._runs("driver", name):
                continue
            facts = dict(self.facts["drivers"].get(name, {"healthy": name == "raw_exec"}))
            healthy = facts.pop("healthy", True) is True
            reason = str(facts.pop("reason", ""))
            if name == "raw_exec":
                healthy = healthy and self._raw_exec()
                reason = "disabled"
            values = {f"driver.{name}.{key}": _word(value) for key, value in facts.items()}
            if name == "docker":
                values |= self._docker()
            if healthy:
                self.attributes.update({f"driver.{name}": "1", **values})
            own = {f"driver.{name}": "true", **values} if healthy else {}
            found[name] = {"Attributes": own, "Detected": healthy, "Healthy": healthy, "HealthDescription": "Healthy" if healthy else reason}
        return found

    def _raw_exec(self) -> bool:
        """Off unless its plugin block, or an option of the client, turns it on."""
        if "raw_exec" in self.plugins:
            return _flag(_first(self.plugins["raw_exec"]).get("enabled"))
        return str(self.options.get("driver.raw_exec.enable", "")) in _TRUE

    def _docker(self) -> dict[str, str]:
        plugin = _first(self.plugins.get("docker"))
        volumes = _first(plugin.get("volumes"))
        told = {"privileged.enabled": plugin.get("allow_privileged"), "volumes.enabled": volumes.get("enabled")}
        return {f"driver.docker.{key}": "true" for key, value in told.items() if _flag(value)}


#: The fingerprinters by the name that lists of the configuration call them, in the order in which the client runs them.
_FINGERPRINTERS: Final[dict[str, Callable[[_Machine], None]]] = {
    "arch": _Machine.arch,
    "bridge": _Machine.bridge,
    "cgroup": _Machine.cgroup,
    "cni": _Machine.cni,
    "consul": _Machine.consul,
    "cpu": _Machine.cpu,
    "host": _Machine.host,
    "landlock": _Machine.landlock,
    "memory": _Machine.memory,
    "network": _Machine.network,
    "nomad": _Machine.nomad,
    "plugins_cni": _Machine.plugins_cni,
    "plugins_host_volume": _Machine.plugins_host_volume,
    "plugins_secrets": _Machine.plugins_secrets,
    "signal": _Machine.signal,
    "storage": _Machine.storage,
    "vault": _Machine.vault,
}


#: Which fingerprinter an attribute comes from, by the beginning of its name.
_OWNERS: Final = {
    "cpu.arch": "arch",
    "cpu.": "cpu",
    "numa.": "cpu",
    "kernel.landlock": "landlock",
    "kernel.": "host",
    "os.cgroups.": "cgroup",
    "os.signals": "signal",
    "os.": "host",
    "unique.hostname": "host",
    "memory.": "memory",
    "unique.storage.": "storage",
    "unique.network.": "network",
    "nomad.bridge.": "bridge",
    "nomad.": "nomad",
    "plugins.cni.": "plugins_cni",
    "consul.": "consul",
    "vault.": "vault",
    "platform.aws.": "env_aws",
    "unique.platform.aws.": "env_aws",
    "platform.gce.": "env_gce",
    "unique.platform.gce.": "env_gce",
    "platform.azure.": "env_azure",
    "unique.platform.azure.": "env_azure",
    "platform.digitalocean.": "env_digitalocean",
    "unique.platform.digitalocean.": "env_digitalocean",
}


def computed_class(node: Mapping[str, Any]) -> str:
    """A name for all that is alike in nodes but for what is unique to each."""
    alike = [node.get(key) for key in ("Datacenter", "NodeClass", "NodePool")]
    tables = [{key: value for key, value in node[table].items() if not key.startswith("unique.")} for table in ("Attributes", "Meta")]
    volumes = sorted(node.get("HostVolumes") or {})
    return "v1:" + str(int.from_bytes(hashlib.sha256(json.dumps([alike, tables, volumes], sort_keys=True).encode()).digest()[:8], "big"))


def _names(text: Any) -> frozenset[str]:
    return frozenset(name.strip() for name in str(text or "").split(",") if name.strip())


def _word(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) or value is None else str(value)


def _flag(value: Any) -> bool:
    return value is True or (isinstance(value, str | int) and str(value) in _TRUE)


def _first(value: Any) -> Mapping[str, Any]:
    """A block of a plugin's configuration, which may be a list of one."""
    if isinstance(value, list):
        value = value[0] if value else {}
    return value if isinstance(value, Mapping) else {}


def _cores(text: Any) -> list[int]:
    """Core numbers such as "0-2,5", in order; none where the text is no such list."""
    found: set[int] = set()
    for part in str(text or "").split(","):
        low, dash, high = part.strip().partition("-")
        if not low.isdecimal() or (dash and not high.isdecimal()) or int(low) > _MAX_CORES or int(high or low) > _MAX_CORES:
            return []
        found.update(range(int(low), int(high or low) + 1))
    return sorted(found)


def _parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _host(text: str) -> str:
    """The host of "host", "host:port", "[v6]", "[v6]:port" or a bare IPv6 address."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text if text.count(":") > 1 else text.partition(":")[0]


def _family(address: str) -> str:
    return "ipv6" if ":" in address else "ipv4"


def _inside(address: str, cidr: str) -> bool:
    if not cidr:
        return True
    try:
        return ipaddress.ip_address(address) in ipaddress.ip_network(cidr, strict=False)
    except ValueError:
        return False
