"""What a node says of itself: the metadata that every client adds, and the keys of `${attr.…}` that clients set, as far as they are known beforehand.

A key is exact, or belongs to a family whose middle is open (`driver.<name>`, `plugins.cni.version.<plugin>`). Fingerprints of driver
plugins add keys below `driver.<name>.` that nobody can list. A hand-kept table.
"""

from __future__ import annotations

from nomadspec.source.closest import closest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec.releases import Release

_ATTRIBUTES: Final = """
consul.connect consul.datacenter consul.dns.port consul.ft.namespaces consul.grpc consul.partition consul.revision consul.segment
consul.server consul.sku consul.version cpu.arch cpu.frequency cpu.frequency.efficiency cpu.frequency.performance cpu.modelname cpu.numcores
cpu.numcores.efficiency cpu.numcores.performance cpu.reservablecores cpu.totalcompute cpu.usablecompute driver.docker
driver.docker.bridge_ip driver.docker.cpuset_management.disabled driver.docker.os_type driver.docker.pids.limit
driver.docker.privileged.enabled driver.docker.runtimes driver.docker.version driver.docker.volumes.enabled driver.exec driver.java
driver.java.runtime driver.java.version driver.java.vm driver.mock_driver driver.qemu driver.qemu.emulators driver.qemu.version
driver.raw_exec kernel.arch kernel.landlock kernel.name kernel.version memory.totalbytes nomad.bridge.hairpin_mode nomad.revision
nomad.service_discovery nomad.version numa.node.count os.build os.cgroups.version os.name os.signals os.version platform.aws.ami-id
platform.aws.instance-life-cycle platform.aws.instance-type platform.aws.placement.availability-zone platform.azure.location
platform.azure.resource-group platform.azure.scale-set platform.azure.vm-size platform.azure.zone platform.digitalocean.region
platform.gce.cpu-platform platform.gce.machine-type platform.gce.scheduling.automatic-restart platform.gce.scheduling.on-host-maintenance
platform.gce.scheduling.preemptible platform.gce.zone plugins.host_volume.mkdir.version plugins.secrets.nomad.version
plugins.secrets.vault.version unique.advertise.address unique.consul.dns.addr unique.consul.name unique.host_id unique.hostname
unique.network.ip-address unique.platform.aws.hostname unique.platform.aws.instance-id unique.platform.aws.local-hostname
unique.platform.aws.local-ipv4 unique.platform.aws.mac unique.platform.aws.public-hostname unique.platform.aws.public-ipv4
unique.platform.aws.public-ipv6 unique.platform.azure.id unique.platform.azure.local-ipv4 unique.platform.azure.local-ipv6
unique.platform.azure.mac unique.platform.azure.name unique.platform.azure.public-ipv4 unique.platform.azure.public-ipv6
unique.platform.digitalocean.hostname unique.platform.digitalocean.id unique.platform.digitalocean.mac
unique.platform.digitalocean.private-ipv4 unique.platform.digitalocean.private-ipv6 unique.platform.digitalocean.public-ipv4
unique.platform.digitalocean.public-ipv6 unique.platform.gce.hostname unique.platform.gce.id unique.storage.bytestotal unique.storage.volume
vault.accessible vault.cluster_id vault.cluster_name vault.version
"""
ATTRIBUTES: Final = frozenset(_ATTRIBUTES.split())

#: What every client adds to its metadata unless it is set.
CLIENT_META: Final = {
    "connect.sidecar_image": "docker.io/envoyproxy/envoy:v${NOMAD_envoy_version}",
    "connect.gateway_image": "docker.io/envoyproxy/envoy:v${NOMAD_envoy_version}",
    "connect.log_level": "info",
    "connect.proxy_concurrency": "1",
    "connect.transparent_proxy.default_uid": "101",
    "connect.transparent_proxy.default_outbound_port": "15001",
}

#: Keys that not all releases have: the first and the last one, and the key that has taken their place.
CHANGED: Final[dict[str, tuple[str, str, str]]] = {
    "cpu.frequency.power": ("", "1.6.10", "cpu.frequency.performance"),
    "cpu.numcores.power": ("", "1.6.10", "cpu.numcores.performance"),
    "cpu.frequency.performance": ("1.7.0", "", ""),
    "cpu.numcores.performance": ("1.7.0", "", ""),
    "cpu.usablecompute": ("1.7.0", "", ""),
    "numa.node.count": ("1.7.0", "", ""),
    "unique.cgroup.version": ("", "1.6.10", "os.cgroups.version"),
    "unique.cgroup.mountpoint": ("", "1.6.10", ""),
    "os.cgroups.version": ("1.7.0", "", ""),
    "consul.partition": ("1.7.3", "", ""),
    "consul.dns.port": ("1.7.6", "", ""),
    "consul.dns.addr": ("1.7.6", "1.9.6", "unique.consul.dns.addr"),
    "unique.consul.dns.addr": ("1.9.7", "", ""),
    "nomad.advertise.address": ("", "1.9.6", "unique.advertise.address"),
    "unique.advertise.address": ("1.9.7", "", ""),
    "driver.raw_exec.no_cgroups": ("", "1.7.7", ""),
    "driver.docker.cpuset_management.disabled": ("1.8.4", "", ""),
    "driver.qemu.emulators": ("1.11.2", "", ""),
    "plugins.host_volume.mkdir.version": ("1.10.0", "", ""),
    "plugins.secrets.nomad.version": ("1.11.0", "", ""),
    "plugins.secrets.vault.version": ("1.11.0", "", ""),
    "platform.gce.scheduling.preemptible": ("1.9.2", "", ""),
    "unique.storage.bytesfree": ("", "1.11.0", ""),
    "unique.host_id": ("2.0.6", "", ""),
}

#: (beginning, end) of keys whose middle is open. The built-in drivers' own keys are all in the table.
_FAMILIES: Final = (
    ("driver.", ""),
    ("plugins.cni.version.", ""),
    ("plugins.host_volume.", ".version"),
    ("plugins.secrets.", ".version"),
    ("numa.node", ".cores"),
    ("platform.gce.network.", ""),
    ("platform.gce.tag.", ""),
    ("platform.gce.attr.", ""),
    ("platform.azure.tag.", ""),
    ("unique.platform.gce.network.", ""),
)

_BUILT_IN: Final = ("driver.docker.", "driver.exec.", "driver.raw_exec.", "driver.java.", "driver.qemu.")

#: A node's own fields that may be referred to → their API name.
NODE_FIELDS: Final = {
    "node.unique.id": "ID",
    "node.unique.name": "Name",
    "node.datacenter": "Datacenter",
    "node.class": "NodeClass",
    "node.pool": "NodePool",
}
#: `${node.…}` in constraints, affinities and spreads.
NODE_TARGETS: Final = tuple(NODE_FIELDS)
#: `${node.…}` on the client, which knows its region, too.
NODE_NAMES: Final = (*NODE_TARGETS, "node.region")

#: The targets of constraints, affinities, spreads and host networks that name a field of the node → its API name, and what the others begin with.
TARGET_FIELDS: Final = {f"${{{name}}}": member for name, member in NODE_FIELDS.items()}
ATTR_PREFIX: Final = "${attr."
META_PREFIX: Final = "${meta."

_SIGNALS: Final = """
SIGABRT SIGALRM SIGBUS SIGCONT SIGFPE SIGHUP SIGILL SIGINT SIGIO SIGIOT SIGKILL SIGNULL SIGPIPE SIGPROF SIGQUIT SIGSEGV SIGSTOP SIGSYS SIGTERM
SIGTRAP SIGTSTP SIGTTIN SIGTTOU SIGUSR1 SIGUSR2 SIGWINCH SIGXCPU SIGXFSZ
"""
#: Signals that the client of some system can send; others are never in `${attr.os.signals}`.
SIGNALS: Final = frozenset(_SIGNALS.split())


def key_of(target: str, prefix: str) -> str:
    """The key that a target with this prefix names: as the scheduler takes it, with one closing brace removed, and without one as it is."""
    return target[len(prefix) :].removesuffix("}")


def is_attribute(key: str) -> bool:
    """Whether some client sets `${attr.<key>}`."""
    if key in ATTRIBUTES:
        return True
    if key.startswith(_BUILT_IN):
        return False
    if key.startswith(("consul.", "vault.")):
        # The keys of further clusters have the cluster's name in the middle.
        first, _, rest = key.partition(".")
        inner = rest.partition(".")[2]
        return bool(inner) and f"{first}.{inner}" in ATTRIBUTES
    return any(key.startswith(start) and key.endswith(end) and len(key) > len(start) + len(end) for start, end in _FAMILIES)


def elsewhere(key: str, release: Release) -> tuple[str, str] | None:
    """Why the release does not have a key that others have, and what to do; None for a key that it has, or that nobody has."""
    since, until, now = CHANGED.get(key, ("", "", ""))
    if release.has(since, until):
        return None
    if until and not release.has(until=until):
        return f"node attribute {key!r} was removed after Nomad {until}", f"Use ${{attr.{now}}}." if now else "Remove it: no client sets it."
    older = next((old for old, (_, last, successor) in CHANGED.items() if successor == key and release.has(until=last)), "")
    return f"node attribute {key!r} needs Nomad {since}", f"Use ${{attr.{older}}}." if older else "Remove it: no client of this release sets it."


def exists_in(key: str, release: Release) -> bool:
    """Whether a key that not all releases have is one of this release."""
    return key in CHANGED and release.has(*CHANGED[key][:2])


def nearest(key: str) -> str | None:
    """The known key that `key` was probably meant to be."""
    return closest(key, ATTRIBUTES, 0.75)
