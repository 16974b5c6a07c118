"""What of a server's configuration decides how it changes and checks a job.

The defaults are those of a server in its default configuration. `nomadspec.checks` reads more of it than admission does.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Final

    from nomadspec.jobspec.model import WorkloadIdentity


class ServerSettings:
    """The configuration of a server, as far as jobs see it.

    `region`                    region of the server; a job's empty region becomes it
    `job_default_priority`      priority of a job whose own is 0
    `job_max_priority`          highest priority a job may have
    `job_max_count`             most allocations a job may ask for; 0: no limit
    `vault_clusters`            names of the Vault clusters that are enabled
    `consul_clusters`           names of the Consul clusters that are configured
    `consul_service_identity`   identity given to Consul services without one, when configured
    `vault_default_identity`    identity given to tasks with a vault block, when configured
    `node_pools`, `namespaces`  the names that exist; None: not known, so nothing is refused
    `memory_oversubscription`   whether `memory_max` has an effect
    """

    __slots__ = (
        "consul_clusters",
        "consul_service_identity",
        "job_default_priority",
        "job_max_count",
        "job_max_priority",
        "memory_oversubscription",
        "namespaces",
        "node_pools",
        "region",
        "vault_clusters",
        "vault_default_identity",
    )

    def __init__(
        self,
        *,
        region: str = "global",
        job_default_priority: int = 50,
        job_max_priority: int = 100,
        job_max_count: int = 50000,
        vault_clusters: Collection[str] = (),
        consul_clusters: Collection[str] = ("default",),
        consul_service_identity: WorkloadIdentity | None = None,
        vault_default_identity: WorkloadIdentity | None = None,
        node_pools: Collection[str] | None = ("all", "default"),
        namespaces: Collection[str] | None = ("default",),
        memory_oversubscription: bool = False,
    ) -> None:
        self.region: Final = region
        self.job_default_priority: Final = job_default_priority
        self.job_max_priority: Final = job_max_priority
        self.job_max_count: Final = job_max_count
        self.vault_clusters: Final = vault_clusters
        self.consul_clusters: Final = consul_clusters
        self.consul_service_identity: Final = consul_service_identity
        self.vault_default_identity: Final = vault_default_identity
        self.node_pools: Final = node_pools
        self.namespaces: Final = namespaces
        self.memory_oversubscription: Final = memory_oversubscription


#: A server in its default configuration.
DEFAULT: Final = ServerSettings()
