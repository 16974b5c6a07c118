"""What a state document says of the servers: the settings that decide how a job is changed and checked there."""

from __future__ import annotations

from nomadspec.jobspec.server_settings import DEFAULT, NAMESPACES, NODE_POOLS, NamespaceRules, ServerSettings, partly_known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


def of_document(document: Mapping[str, Any]) -> ServerSettings:
    """What a state document says: region, namespaces with their capabilities, node pools, memory oversubscription.

    A list that the document lacks is that of a new cluster. Nothing in it tells of Vault: clusters of it are taken for enabled when a
    node has found one.
    """
    namespaces = [row for row in document.get("namespaces") or () if row.get("Name")]
    pools = [row for row in document.get("node_pools") or () if row.get("Name")]
    scheduler = document.get("scheduler_config") or {}
    scheduler = scheduler.get("SchedulerConfig") or scheduler
    return ServerSettings(
        region=document.get("region") or DEFAULT.region,
        vault_clusters=_vault_clusters(document),
        node_pools={*NODE_POOLS, *(row["Name"] for row in pools)},
        namespaces={*NAMESPACES, *(row["Name"] for row in namespaces)},
        namespace_rules={row["Name"]: _rules(row["Capabilities"]) for row in namespaces if row.get("Capabilities")},
        memory_oversubscription=bool(scheduler.get("MemoryOversubscriptionEnabled")),
        oversubscribed_pools={
            row["Name"]: bool(row["SchedulerConfiguration"]["MemoryOversubscriptionEnabled"])
            for row in pools
            if (row.get("SchedulerConfiguration") or {}).get("MemoryOversubscriptionEnabled") is not None
        },
    )


def of_nodes(document: Mapping[str, Any]) -> ServerSettings:
    """What a state document of nodes alone says: their region and pools, and memory oversubscription where servers say how they schedule."""
    said = of_document(document)
    known: dict[str, Any] = {"region": said.region, "node_pools": said.node_pools}
    if document.get("scheduler_config"):
        known["memory_oversubscription"] = said.memory_oversubscription
    return partly_known(**known)


def _rules(capabilities: Mapping[str, Any]) -> NamespaceRules:
    return NamespaceRules(
        enabled_drivers=capabilities.get("EnabledTaskDrivers") or None,
        disabled_drivers=capabilities.get("DisabledTaskDrivers") or (),
        enabled_network_modes=capabilities.get("EnabledNetworkModes") or None,
        disabled_network_modes=capabilities.get("DisabledNetworkModes") or (),
    )


def _vault_clusters(document: Mapping[str, Any]) -> set[str]:
    """The Vault clusters that nodes have found, by the attributes `vault.version` and `vault.NAME.version`."""
    names: set[str] = set()
    for node in document.get("nodes") or ():
        names.update(node.get("Attributes") or ())
    names = {name for name in names if name.startswith("vault.") and name.endswith(".version")}
    return {"default" if name == "vault.version" else name[len("vault.") : -len(".version")] for name in names}
