"""The values among which an author chooses, by block type and field: what completion offers.

A server checks most of them (`checks`); some only the client. Fields with a type that closes them, such as booleans, are not here. A hand-kept table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Final

_OPERATORS: Final = ("=", "!=", ">", ">=", "<", "<=", "regexp", "version", "semver", "set_contains", "set_contains_any", "is_set", "is_not_set")
_CHANGE_MODES: Final = ("noop", "restart", "signal")

VALUES: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    ("Job", "type"): ("service", "batch", "system", "sysbatch"),
    ("Constraint", "operator"): (*_OPERATORS, "distinct_hosts", "distinct_property"),
    ("Affinity", "operator"): (*_OPERATORS, "set_contains_all"),
    ("NetworkResource", "mode"): ("bridge", "host", "none"),
    ("Service", "provider"): ("consul", "nomad"),
    ("Service", "address_mode"): ("auto", "host", "driver", "alloc", "alloc_ipv6"),
    ("Service", "on_update"): ("require_healthy", "ignore_warnings", "ignore"),
    ("ServiceCheck", "type"): ("http", "tcp", "grpc", "script"),
    ("ServiceCheck", "address_mode"): ("host", "driver", "alloc", "alloc_ipv6"),
    ("ServiceCheck", "on_update"): ("require_healthy", "ignore_warnings", "ignore"),
    ("ServiceCheck", "initial_status"): ("passing", "warning", "critical"),
    ("ServiceCheck", "protocol"): ("http", "https"),
    ("ServiceCheck", "method"): ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"),
    ("RestartPolicy", "mode"): ("fail", "delay"),
    ("ReschedulePolicy", "delay_function"): ("constant", "exponential", "fibonacci"),
    ("UpdateStrategy", "health_check"): ("checks", "task_states", "manual"),
    ("MigrateStrategy", "health_check"): ("checks", "task_states"),
    ("DisconnectStrategy", "reconcile"): ("best_score", "keep_original", "keep_replacement", "longest_running"),
    ("Template", "change_mode"): (*_CHANGE_MODES, "script"),
    ("Vault", "change_mode"): _CHANGE_MODES,
    ("WorkloadIdentity", "change_mode"): _CHANGE_MODES,
    ("TaskLifecycle", "hook"): ("prestart", "poststart", "poststop"),
    ("VolumeRequest", "type"): ("host", "csi"),
    ("VolumeRequest", "attachment_mode"): ("file-system", "block-device"),
    ("VolumeRequest", "access_mode"): (
        *("single-node-reader-only", "single-node-writer"),
        *("multi-node-reader-only", "multi-node-single-writer", "multi-node-multi-writer"),
    ),
    ("VolumeMount", "propagation_mode"): ("private", "host-to-task", "bidirectional"),
    ("TaskArtifact", "mode"): ("any", "file", "dir"),
    ("ParameterizedJobConfig", "payload"): ("optional", "required", "forbidden"),
    ("TaskCSIPluginConfig", "type"): ("node", "controller", "monolith"),
    ("NUMAResource", "affinity"): ("none", "prefer", "require"),
    ("ConsulIngressListener", "protocol"): ("tcp", "http", "http2", "grpc"),
}
