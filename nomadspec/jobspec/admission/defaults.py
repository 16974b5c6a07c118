"""What a null becomes, as data: block type → field → value; durations in nanoseconds.

`FILL` is applied to every block of its type wherever it is; `EMPTY` names the lists and maps of a type that become null when they
are empty; `CHILDREN` says below which fields such blocks are found. Defaults that depend on the job's type are further down. What
needs more than a table (inheritance between levels, names made of others) is code in `canonical.py`.
"""

from __future__ import annotations

from nomadspec._generated.job_model import (
    EphemeralDisk,
    LogConfig,
    MigrateStrategy,
    ReschedulePolicy,
    Resources,
    RestartPolicy,
    UpdateStrategy,
    WorkloadIdentity,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

SECOND: Final = 1_000_000_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE

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

RESOURCES: Final[dict[str, Any]] = {"cpu": 100, "cores": 0, "memory": 300, "memory_max": 0, "disk": 0, "iops": 0, "secrets": 0}

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
