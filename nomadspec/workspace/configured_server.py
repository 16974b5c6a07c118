"""From the `[server]` table of the configuration to the settings that change a server's verdict."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from nomadspec.cluster.state import ClusterState
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
    """The settings of a server with this configuration; omitted keys have a server's defaults."""
    from nomadspec.jobspec.server_settings import ServerSettings

    return ServerSettings(**_settings(table))


def described_by(table: Mapping[str, Any], region: str) -> ServerSettings:
    """The settings in the table for the servers of a region. Omitted facts about the cluster are unknown."""
    from nomadspec.jobspec.server_settings import partly_known

    return partly_known(region=region, **_settings(table))


def _settings(table: Mapping[str, Any]) -> dict[str, Any]:
    from nomadspec._generated.job_model import WorkloadIdentity
    from nomadspec.jobspec.server_settings import NAMESPACES, NODE_POOLS

    values: dict[str, Any] = {parameter: table[key] for key, parameter in _PLAIN.items() if key in table}
    if "job-max-source-size" in table:
        from nomadspec.notation.size import parse_size

        values["job_max_source_size"] = parse_size(table["job-max-source-size"])
    if "vault" in table and "vault_clusters" not in values:
        values["vault_clusters"] = ("default",) if table["vault"] else ()
    if "namespaces" in values:
        values["namespaces"] = [*NAMESPACES, *(name for name in values["namespaces"] if name not in NAMESPACES)]
    if "node-pools" in table:
        values["node_pools"] = (*NODE_POOLS, *table["node-pools"])
    for key, parameter, name in (
        ("vault-default-identity", "vault_default_identity", "vault_default"),
        ("consul-service-identity", "consul_service_identity", ""),
        ("consul-task-identity", "consul_task_identity", "consul_default"),
    ):
        if table.get(key):
            values[parameter] = WorkloadIdentity(name=name, aud=["vault.io" if key.startswith("vault") else "consul.io"], ttl=3_600_000_000_000)
    return values


def table_of(state: ClusterState) -> dict[str, Any]:
    """The `[server]` table that describes a cluster, as far as its state tells: namespaces, node pools, memory oversubscription, and Vault clusters
    that nodes have found."""
    from nomadspec.jobspec.server_settings import NODE_POOLS

    settings = state.server_settings
    table: dict[str, Any] = {
        "namespaces": sorted(settings.namespaces or ()),
        "node-pools": sorted({*(settings.node_pools or ())} - {*NODE_POOLS}),
        "memory-oversubscription": settings.memory_oversubscription,
    }
    if settings.vault_clusters:
        table["vault-clusters"] = sorted(settings.vault_clusters)
    return table
