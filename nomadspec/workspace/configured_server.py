"""From the `[server]` table of the configuration to the settings that change a server's verdict."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from nomadspec.jobspec.server_settings import ServerSettings

#: Key of the table → parameter of ServerSettings, where the value is taken as it is.
_PLAIN = {
    "job-max-priority": "job_max_priority",
    "job-default-priority": "job_default_priority",
    "job-max-count": "job_max_count",
    "memory-oversubscription": "memory_oversubscription",
    "vault-clusters": "vault_clusters",
    "consul-clusters": "consul_clusters",
    "namespaces": "namespaces",
    "vault-allowed-policies": "vault_allowed_policies",
    "vault-allowed-roles": "vault_allowed_roles",
}


def settings_from(table: Mapping[str, Any]) -> ServerSettings:
    """The settings of a server configured so; what the table leaves out is a server's default."""
    from nomadspec._generated.job_model import WorkloadIdentity
    from nomadspec.jobspec.server_settings import ServerSettings

    values: dict[str, Any] = {parameter: table[key] for key, parameter in _PLAIN.items() if key in table}
    if "job-max-source-size" in table:
        from nomadspec.notation.size import parse_size

        values["job_max_source_size"] = parse_size(table["job-max-source-size"])
    if table.get("vault") and "vault_clusters" not in values:
        values["vault_clusters"] = ("default",)
    if "node-pools" in table:
        values["node_pools"] = ("all", "default", *table["node-pools"])
    for key, parameter, name in (
        ("vault-default-identity", "vault_default_identity", "vault_default"),
        ("consul-service-identity", "consul_service_identity", ""),
        ("consul-task-identity", "consul_task_identity", "consul_default"),
    ):
        if table.get(key):
            values[parameter] = WorkloadIdentity(name=name, aud=["vault.io" if key.startswith("vault") else "consul.io"], ttl=3_600_000_000_000)
    return ServerSettings(**values)
