"""What a null becomes, as data: block type → field → value; durations in nanoseconds.

`FILL` is applied to every block of its type wherever it is; `EMPTY` names the lists and maps of a type that become null when they
are empty; `DERIVED` has the fields that are made of others; `CHILDREN` says below which fields such blocks are found. `complete` applies these. Defaults that
depend on the job's type are further down. What needs more than a table (inheritance between levels, names made of others) is code in `canonical.py`.
"""

from __future__ import annotations

from nomadspec._generated.job_model import (
    ConsulMeshGateway,
    EphemeralDisk,
    LogConfig,
    MigrateStrategy,
    MultiregionStrategy,
    ReschedulePolicy,
    Resources,
    RestartPolicy,
    UpdateStrategy,
    WorkloadIdentity,
)
from nomadspec.jobspec.admission.draft import UNKNOWN, fields_of, remade

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

    from nomadspec.jobspec.block import JobBlock

SECOND: Final = 1_000_000_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE

RESOURCES: Final[dict[str, Any]] = {"cpu": 100, "cores": 0, "memory": 300, "memory_max": 0, "disk": 0, "iops": 0, "secrets": 0}

FILL: Final[dict[str, dict[str, Any]]] = {
    "Affinity": {"weight": 50},
    "CheckRestart": {"grace": SECOND},
    "ConsulGatewayProxy": {"connect_timeout": 5 * SECOND},
    "DisconnectStrategy": {"lost_after": 0, "replace": True, "reconcile": "best_score"},
    "EphemeralDisk": {"sticky": False, "migrate": False, "size": 300},
    "LogConfig": {"max_files": 10, "max_file_size": 10, "disabled": False},
    "Multiregion": {"region": []},
    "MultiregionRegion": {"count": 1, "datacenters": [], "meta": {}},
    "MultiregionStrategy": {"max_parallel": 0, "on_failure": ""},
    "NetworkResource": {"mbits": 0},
    "PeriodicConfig": {"enabled": True, "cron": "", "crons": [], "spec_type": "cron", "prohibit_overlap": False, "time_zone": "UTC"},
    "RequestedDevice": {"count": 1},
    "Resources": RESOURCES,
    "SidecarTask": {"kill_timeout": 5 * SECOND, "shutdown_delay": 0},
    "Spread": {"weight": 50},
    "TaskArtifact": {"source": "", "insecure": False},
    "Template": {
        "source": "",
        "destination": "",
        "data": "",
        "change_mode": "restart",
        "once": False,
        "splay": 5 * SECOND,
        "perms": "0644",
        "left_delimiter": "{{",
        "right_delimiter": "}}",
        "env": False,
        "vault_grace": 0,
        "error_on_missing_key": False,
    },
    "ChangeScript": {"command": "", "args": [], "timeout": 5 * SECOND, "fail_on_error": False, "run_on_first_render": False},
    "UpdateStrategy": {
        "stagger": 30 * SECOND,
        "max_parallel": 1,
        "health_check": "checks",
        "min_healthy_time": 10 * SECOND,
        "healthy_deadline": 5 * MINUTE,
        "progress_deadline": 10 * MINUTE,
        "canary": 0,
        "auto_revert": False,
        "auto_promote": False,
    },
    "MigrateStrategy": {"max_parallel": 1, "health_check": "checks", "min_healthy_time": 10 * SECOND, "healthy_deadline": 5 * MINUTE},
    "Vault": {
        "namespace": "",
        "env": True,
        "disable_file": False,
        "change_mode": "restart",
        "change_signal": "SIGHUP",
        "allow_token_expiration": False,
    },
    "VolumeMount": {"volume": "", "destination": "", "read_only": False, "propagation_mode": "private", "selinux_label": ""},
    "ScalingPolicy": {"enabled": True},
}

#: Fields that a server sets whatever was written, before the defaults.
FIXED: Final[dict[str, dict[str, Any]]] = {
    "ConsulProxy": {"expose_config": None},
    "LogConfig": {"enabled": None},
    "NetworkResource": {"device": ""},
    "Resources": {"disk": None},
}

#: Plain fields (the API has no null for them) whose zero becomes the default.
FILL_ZERO: Final[dict[str, dict[str, Any]]] = {
    "Consul": {"cluster": "default"},
    "ConsulIngressListener": {"protocol": "tcp"},
    "NUMAResource": {"affinity": "none"},
    "PeriodicConfig": {"time_zone": "UTC"},
    "ParameterizedJobConfig": {"payload": "optional"},
    "Port": {"host_network": "default"},
    "ServiceWeights": {"passing": 1, "warning": 1},
    "TaskCSIPluginConfig": {"mount_dir": "/csi", "stage_publish_base_dir": "/local/csi", "health_timeout": 30 * SECOND},
    "Vault": {"cluster": "default"},
}

EMPTY: Final[dict[str, tuple[str, ...]]] = {
    "ConsulGatewayProxy": ("config",),
    "ConsulIngressService": ("hosts",),
    "ConsulProxy": ("config", "upstreams"),
    "ConsulSidecarService": ("tags", "meta"),
    "ConsulUpstream": ("config",),
    "ServiceCheck": ("args", "header"),
    "SidecarTask": ("config", "env", "meta", "volume_mount"),
    "TaskArtifact": ("options", "headers"),
}

#: Where blocks with entries in the tables above are found: block type → fields that hold blocks.
CHILDREN: Final[dict[str, tuple[str, ...]]] = {
    "ConsulConnect": ("gateway", "sidecar_service", "sidecar_task"),
    "ConsulGateway": ("proxy", "ingress"),
    "ConsulIngressConfigEntry": ("listener",),
    "ConsulIngressListener": ("service",),
    "ConsulProxy": ("upstreams",),
    "ConsulSidecarService": ("proxy",),
    "Multiregion": ("strategy", "region"),
    "NetworkResource": ("reserved_ports", "port"),
    "RequestedDevice": ("affinity",),
    "Resources": ("network", "device", "numa"),
    "ServiceCheck": ("check_restart",),
    "SidecarTask": ("resources", "logs", "volume_mount"),
    "Template": ("change_script",),
}

JOB: Final[dict[str, Any]] = {
    "type": "service",
    "region": "global",
    "namespace": "default",
    "priority": 50,
    "all_at_once": False,
    "node_pool": "",
    "stop": False,
    "parent_id": "",
    "dispatch_idempotency_token": "",
    "consul_namespace": "",
    "vault_namespace": "",
    "nomad_token_id": "",
    "status": "",
    "status_description": "",
    "stable": False,
    "consul_token": "",
    "vault_token": "",
    "version": 0,
    "submit_time": 0,
    "create_index": 0,
    "modify_index": 0,
    "job_modify_index": 0,
}

#: By job type; for another type the entry "" stands.
RESTART: Final[dict[str, dict[str, Any]]] = {
    "service": {"interval": 30 * MINUTE, "attempts": 2, "delay": 15 * SECOND, "mode": "fail", "render_templates": False},
    "": {"interval": 24 * HOUR, "attempts": 3, "delay": 15 * SECOND, "mode": "fail", "render_templates": False},
}
RESTART["system"] = RESTART["service"]

RESCHEDULE: Final[dict[str, dict[str, Any]]] = {
    "": {"attempts": 0, "interval": 0, "delay": 0, "delay_function": "", "max_delay": 0, "unlimited": False},
    "service": {"attempts": 0, "interval": 0, "delay": 30 * SECOND, "delay_function": "exponential", "max_delay": HOUR, "unlimited": True},
    "batch": {"attempts": 1, "interval": 24 * HOUR, "delay": 5 * SECOND, "delay_function": "constant", "max_delay": 0, "unlimited": False},
}

#: Types whose groups have the block though nobody wrote it, and the behaviour of the releases in which it is so ("": all).
ALWAYS_UPDATE: Final = {"service": "", "system": "system-jobs-have-an-update-block"}
ALWAYS_RESCHEDULE: Final = {"service": "", "batch": "", "sysbatch": "sysbatch-jobs-have-a-reschedule-block"}
ALWAYS_MIGRATE: Final = {"service": ""}

#: Blocks that are made when nobody wrote them.
DEFAULT_RESTART: Final = {type_: RestartPolicy(**fields) for type_, fields in RESTART.items()}
DEFAULT_RESCHEDULE: Final = {type_: ReschedulePolicy(**fields) for type_, fields in RESCHEDULE.items()}
DEFAULT_UPDATE: Final = UpdateStrategy(**FILL["UpdateStrategy"])
DEFAULT_MIGRATE: Final = MigrateStrategy(**FILL["MigrateStrategy"])
DEFAULT_LOGS: Final = LogConfig(**FILL["LogConfig"])
DEFAULT_DISK: Final = EphemeralDisk(**FILL["EphemeralDisk"])
DEFAULT_RESOURCES: Final = Resources(**RESOURCES)
DEFAULT_IDENTITY: Final = WorkloadIdentity(name="default", aud=["nomadproject.io"])

#: All of them, by identity: they are complete as they are, and nothing is wrong with them.
DEFAULT_BLOCKS: Final = frozenset(
    map(
        id,
        (
            *DEFAULT_RESTART.values(),
            *DEFAULT_RESCHEDULE.values(),
            DEFAULT_UPDATE,
            DEFAULT_MIGRATE,
            DEFAULT_LOGS,
            DEFAULT_DISK,
            DEFAULT_RESOURCES,
            DEFAULT_IDENTITY,
        ),
    )
)

# --- fields that depend on others of the block; each may be UNKNOWN, and be made so -------------------------------------------


def _cpu(cpu: Any, cores: Any) -> Any:
    if cpu is not None:
        return cpu
    return UNKNOWN if cores is UNKNOWN else 100 if cores is None else 0


def in_capitals(signal: Any) -> Any:
    """A signal as a server stores it."""
    return signal.upper() if signal and signal is not UNKNOWN else signal


def _template_signal(signal: Any, mode: Any) -> Any:
    if signal is not None:
        return in_capitals(signal)
    return UNKNOWN if mode is UNKNOWN else "SIGHUP" if mode == "signal" else ""


def _vault_mode(mode: Any) -> Any:
    return "restart" if mode == "" else mode


def _artifact_mode(mode: Any) -> Any:
    return mode or "any"


def _artifact_destination(destination: Any, mode: Any, source: Any) -> Any:
    if destination is not None:
        return destination
    if mode == "file":
        return UNKNOWN if source is UNKNOWN else "local/" + (source or "").rstrip("/").rpartition("/")[2]
    return UNKNOWN if mode is UNKNOWN else "local/"


def mounts_of_something(mounts: Any) -> Any:
    """The mounts that name a volume: one that names none is lost on its way to the server."""
    if not mounts or mounts is UNKNOWN or all(mount.get("volume", "?") is not None for mount in mounts):
        return mounts
    return [mount for mount in mounts if mount.get("volume", "?") is not None] or None


def _bind_addresses(addresses: Any) -> Any:
    if not addresses or addresses is UNKNOWN:
        return {} if addresses is None else addresses
    return {key: address.changed(name="") for key, address in addresses.items()}


def _expose(expose: Any) -> Any:
    if expose is None or expose is UNKNOWN:
        return expose
    return expose.changed(older_path=None) if expose.get("path", "?") else None


def _made_when_missing(default: Callable[[], Any]) -> Callable[[Any], Any]:
    return lambda value: default() if value is None else value


#: A stored upstream always has the block.
NO_MESH_GATEWAY: Final = ConsulMeshGateway()

#: Block type → its fields that are made of others, before all else: the field, the function and what it is called with.
DERIVED: Final[dict[str, tuple[tuple[str, Callable[..., Any], tuple[str, ...]], ...]]] = {
    "ConsulGatewayProxy": (("envoy_gateway_bind_addresses", _bind_addresses, ("envoy_gateway_bind_addresses",)),),
    "ConsulProxy": (("expose", _expose, ("expose",)),),
    "ConsulUpstream": (("mesh_gateway", _made_when_missing(lambda: NO_MESH_GATEWAY), ("mesh_gateway",)),),
    "Multiregion": (("strategy", _made_when_missing(MultiregionStrategy), ("strategy",)),),
    "Resources": (("cpu", _cpu, ("cpu", "cores")),),
    "SidecarTask": (
        ("volume_mount", mounts_of_something, ("volume_mount",)),
        ("resources", _made_when_missing(Resources), ("resources",)),
        ("logs", _made_when_missing(lambda: DEFAULT_LOGS), ("logs",)),
    ),
    "TaskArtifact": (("mode", _artifact_mode, ("mode",)), ("destination", _artifact_destination, ("destination", "mode", "source"))),
    "Template": (("change_signal", _template_signal, ("change_signal", "change_mode")),),
    "Vault": (("change_mode", _vault_mode, ("change_mode",)), ("change_signal", in_capitals, ("change_signal",))),
}

# --- applied ----------------------------------------------------------------------------------------------------------------


def complete(block: Any) -> Any:
    """The block, or list or map of blocks, with its defaults and those of the blocks below it."""
    if id(block) in DEFAULT_BLOCKS:
        return block
    kind = type(block)
    if kind is list:
        return [complete(item) for item in block if item is not None]
    if kind is dict:
        return {key: complete(item) for key, item in block.items()}
    shape = _SHAPES.get(kind)
    if shape is None:
        shape = _SHAPES[kind] = _Shape(kind)
    if not shape.concerned:
        return block
    fields, parts = fields_of(block)
    for place, derive, inputs in shape.derived:
        fields[place] = derive(*[fields[each] for each in inputs])
    for place, value in shape.fixed:
        fields[place] = value
    for place, value in shape.filled:
        if fields[place] is None:
            fields[place] = value
    for place, value in shape.zeros:
        if not fields[place]:
            fields[place] = value
    for place in shape.emptied:
        if not fields[place]:
            fields[place] = None
    for place in shape.children:
        below = fields[place]
        if below and below is not UNKNOWN:
            fields[place] = complete(below)
    return remade(block, fields, parts)


class _Shape:
    """What the tables say of a block type, each field by its place: there are hundreds of blocks of a type, which are read at once, changed and made anew."""

    __slots__ = ("children", "concerned", "derived", "emptied", "filled", "fixed", "zeros")

    def __init__(self, kind: type[JobBlock]) -> None:
        type_, place = kind.TYPE, kind.__slots__.index
        self.derived: Final = [(place(name), derive, [place(each) for each in inputs]) for name, derive, inputs in DERIVED.get(type_, ())]
        self.fixed: Final = [(place(name), value) for name, value in FIXED.get(type_, {}).items()]
        self.filled: Final = [(place(name), value) for name, value in FILL.get(type_, {}).items()]
        self.zeros: Final = [(place(name), value) for name, value in FILL_ZERO.get(type_, {}).items()]
        self.emptied: Final = [place(name) for name in EMPTY.get(type_, ())]
        self.children: Final = [place(name) for name in CHILDREN.get(type_, ())]
        self.concerned: Final = bool(self.derived or self.fixed or self.filled or self.zeros or self.emptied or self.children)


_SHAPES: dict[type[JobBlock], _Shape] = {}
