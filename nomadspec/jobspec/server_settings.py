"""What of a server's configuration decides how it changes and checks a job.

The defaults are those of a server in its default configuration. `nomadspec.checks` reads more of it than admission does. Of a server that nobody
described, the facts of its cluster are unknown (`partly_known`): reading one raises `UnknownValue`, as reading an unknown field of a job does.
"""

from __future__ import annotations

from nomadspec.jobspec.block import UnknownValue
from nomadspec.source.record import EMPTY, Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import Any, Final

    from nomadspec._generated.job_model import WorkloadIdentity


#: What every cluster has.
NODE_POOLS: Final = ("all", "default")
NAMESPACES: Final = ("default",)


class NamespaceRules(Record, kw_only=True):
    """The capabilities of a namespace: task drivers and network modes that its jobs may use. None allows all; what is disabled is refused."""

    enabled_drivers: Collection[str] | None = None
    disabled_drivers: Collection[str] = ()
    enabled_network_modes: Collection[str] | None = None
    disabled_network_modes: Collection[str] = ()

    def allows_driver(self, name: str) -> bool:
        return name not in self.disabled_drivers and (self.enabled_drivers is None or name in self.enabled_drivers)

    def allows_network_mode(self, name: str) -> bool:
        return name not in self.disabled_network_modes and (self.enabled_network_modes is None or name in self.enabled_network_modes)


class ServerSettings(Record, kw_only=True):
    """The settings of a server that affect jobs.

    `region`                    region of the server; a job's empty region becomes it
    `job_default_priority`      priority of a job whose own is 0
    `job_max_priority`          highest priority a job may have
    `job_max_count`             maximum number of allocations of a job; 0: no limit
    `vault_clusters`            names of the Vault clusters that are enabled
    `consul_clusters`           names of the Consul clusters that are configured
    `consul_service_identity`   identity given to Consul services without one, when configured
    `consul_task_identity`      identity given to tasks that use Consul, when configured
    `vault_default_identity`    identity given to tasks with a vault block, when configured
    `node_pools`, `namespaces`  the existing names; None: unknown, so nothing is refused
    `namespace_rules`           capabilities of namespaces that have some, by name
    `memory_oversubscription`   whether `memory_max` has an effect
    `oversubscribed_pools`      node pools that decide that for themselves: name → whether
    `job_max_source_size`       bytes of a jobspec's source beyond which a server does not keep it
    `vault_allowed_policies`, `vault_allowed_roles`    what jobs may name in vault blocks; None: anything
    """

    region: str = "global"
    job_default_priority: int = 50
    job_max_priority: int = 100
    job_max_count: int = 50000
    vault_clusters: Collection[str] = ()
    consul_clusters: Collection[str] = ("default",)
    consul_service_identity: WorkloadIdentity | None = None
    consul_task_identity: WorkloadIdentity | None = None
    vault_default_identity: WorkloadIdentity | None = None
    node_pools: Collection[str] | None = NODE_POOLS
    namespaces: Collection[str] | None = NAMESPACES
    namespace_rules: Mapping[str, NamespaceRules] = EMPTY
    memory_oversubscription: bool = False
    oversubscribed_pools: Mapping[str, bool] = EMPTY
    job_max_source_size: int = 1_000_000
    vault_allowed_policies: Collection[str] | None = None
    vault_allowed_roles: Collection[str] | None = None

    def __getattr__(self, name: str) -> Any:
        if name in self.__slots__:
            raise UnknownValue("server", name)
        raise AttributeError(f"ServerSettings has no setting {name!r}")

    def get(self, name: str, default: Any = None) -> Any:
        """The setting `name`, or `default` when it is unknown."""
        try:
            return object.__getattribute__(self, name)
        except AttributeError:
            return default

    def oversubscribes(self, pool: str | None) -> bool:
        """Whether `memory_max` has an effect in a node pool."""
        own = self.oversubscribed_pools.get(pool or "")
        return self.memory_oversubscription if own is None else own


#: A server in its default configuration.
DEFAULT: Final = ServerSettings()

#: Settings that differ from cluster to cluster: nothing follows from a server's default for a cluster that was not described.
_OF_A_CLUSTER: Final = (
    "consul_clusters",
    "job_max_count",
    "job_max_priority",
    "job_max_source_size",
    "memory_oversubscription",
    "namespaces",
    "node_pools",
    "vault_clusters",
)


def partly_known(**known: Any) -> ServerSettings:
    """The settings of a server of which only these are known: other facts of its cluster are unknown, everything else is as by default."""
    settings = ServerSettings(**known)
    for name in _OF_A_CLUSTER:
        if name not in known:
            delattr(settings, name)
    return settings
