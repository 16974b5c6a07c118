"""What only a server checks, before and beside the job's own checks: the request, its hooks, namespaces, node pools, clusters."""

from __future__ import annotations

from nomadspec.checks.check import Check, Found
from nomadspec.evaluation.go_quoting import go_quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nomadspec.checks.check import Scope

#: Of the job as it was submitted: the request itself is refused.
REQUEST = (
    Check("NOM1041", "job-namespace-empty", 'mismatched request namespace in request: "default", ""', "namespace",
          "Set a namespace, or remove the argument to use the default namespace.",
          lambda job, _: job.namespace == ""),
)  # fmt: skip

#: A hook that changes the job gives up; the message is the hook's. Rows by words of the message.
REFUSED = (
    ("is ambiguous and must be set", Check("NOM5501", "connect-native-task-ambiguous", "{text}", "task",
        "Set task to the name of the task that implements Connect.", lambda *_: None)),
    ("named by Consul Connect Native", Check("NOM5502", "connect-native-task-unknown", "{text}", "task",
        "Name a task of the group.", lambda *_: None)),
    ("service.port must be set for mesh", Check("NOM5503", "gateway-mesh-port", "{text}", "port",
        "Add the port of the mesh gateway to the service.", lambda *_: None)),
    ("must have exactly one network", Check("NOM5421", "expose-network", "{text}", "network",
        'Add one network block to the group, with mode = "bridge".', lambda *_: None)),
    ("must specify one bridge network", Check("NOM5421", "expose-network", "{text}", "network",
        'Add one network block to the group, with mode = "bridge".', lambda *_: None)),
    ("must use bridge network", Check("NOM5422", "expose-network-mode", "{text}", "network",
        'Use mode = "bridge" in the group\'s network block.', lambda *_: None)),
    ("invalid network mode", Check("NOM5422", "expose-network-mode", "{text}", "network",
        'Use mode = "bridge" in the group\'s network block.', lambda *_: None)),
    ("unable to determine local service port", Check("NOM5504", "expose-port-unknown", "{text}", "port",
        "Use a number or the label of a static port as the service's port.", lambda *_: None)),
    ("", Check("NOM1049", "admission-refused", "{text}", "", "Change the job as the message says.", lambda *_: None)),
)  # fmt: skip

# --- Consul and Vault --------------------------------------------------------------------------------------------------------

DEFAULT_CLUSTER = "default"


def _other_cluster(consul: Any, _: Scope) -> Any:
    return consul.cluster not in ("", None, DEFAULT_CLUSTER)


CONSUL_CLUSTER = (
    Check("NOM8301", "consul-cluster-enterprise", "non-default Consul cluster requires Nomad Enterprise", "cluster",
          'Remove cluster, or set it to "default".',
          _other_cluster),
)  # fmt: skip

SERVICE_CLUSTER = (
    Check("NOM8302", "consul-cluster-enterprise-service", "non-default Consul cluster requires Nomad Enterprise", "cluster",
          'Remove cluster, or set it to "default".',
          lambda service, scope: service.provider == "consul" and _other_cluster(service, scope)),
)  # fmt: skip

PARTITION = (
    Check("NOM8303", "consul-partition-mismatch", "task.consul.partition {t:q} must match group.consul.partition {g:q} if both are set", "partition",
          "Use the same partition in the task's and the group's consul block.",
          lambda consul, scope: consul.partition and scope.group.consul is not None and scope.group.consul.partition
          and consul.partition != scope.group.consul.partition
          and Found(t=consul.partition, g=scope.group.consul.partition)),
)  # fmt: skip


def _vault_namespaces(job: Any, _: Scope) -> Any:
    if not any(task.vault is not None for group in job.group or () for task in group.task or ()):
        return None
    names = [task.vault.namespace for group in job.group or () for task in group.task or () if task.vault is not None and task.vault.namespace]
    return names and Found(list=", ".join(dict.fromkeys(names)))


VAULT_NAMESPACES = (
    Check("NOM8113", "vault-namespace-enterprise", "multiple Vault namespaces requires Nomad Enterprise, Namespaces: {list}", "",
          "Remove namespace from the vault blocks.",
          _vault_namespaces),
)  # fmt: skip

# --- namespace and node pool -------------------------------------------------------------------------------------------------


def _drivers(job: Any, scope: Scope) -> list[str]:
    """The drivers of the job's tasks that its namespace does not allow, once for each task."""
    rules = scope.settings.namespace_rules.get(job.namespace)
    if rules is None:
        return []
    return [task.driver for group in job.group or () for task in group.task or () if not rules.allows_driver(task.driver)]


def _modes(job: Any, scope: Scope) -> list[str]:
    """The network modes of the job's groups that its namespace does not allow."""
    rules = scope.settings.namespace_rules.get(job.namespace)
    if rules is None:
        return []
    modes = [network.mode or "host" for group in job.group or () for network in group.network or ()]
    return [mode for mode in modes if not rules.allows_network_mode(mode)]


def _listed(names: list[str]) -> str:
    return "[" + " ".join(map(go_quote, names)) + "]"


NAMESPACE = (
    Check("NOM1051", "namespace-unknown", "job {id:q} is in nonexistent namespace {ns:q}", "namespace",
          "Create the namespace, or add it to namespaces under [server] in nomadspec.toml.",
          lambda job, scope: scope.settings.namespaces is not None and job.namespace not in scope.settings.namespaces
          and Found(id=job.id or "", ns=job.namespace)),
    Check("NOM1052", "namespace-driver-not-allowed", "used task driver {driver:q} is not allowed in namespace {ns:q}", "namespace",
          "Use a driver that the namespace's capabilities allow.",
          lambda job, scope: len(names := _drivers(job, scope)) == 1 and Found(driver=names[0], ns=job.namespace)),
    Check("NOM1053", "namespace-drivers-not-allowed", "used task drivers {drivers} are not allowed in namespace {ns:q}", "namespace",
          "Use drivers that the namespace's capabilities allow.",
          lambda job, scope: len(names := _drivers(job, scope)) > 1 and Found(drivers=_listed(names), ns=job.namespace)),
    Check("NOM1054", "namespace-network-mode-not-allowed", "used group network mode {mode:q} is not allowed in namespace {ns:q}", "namespace",
          "Use a network mode that the namespace's capabilities allow.",
          lambda job, scope: len(names := _modes(job, scope)) == 1 and Found(mode=names[0], ns=job.namespace)),
    Check("NOM1055", "namespace-network-modes-not-allowed", "used group network modes {modes} are not allowed in namespace {ns:q}", "namespace",
          "Use network modes that the namespace's capabilities allow.",
          lambda job, scope: len(names := _modes(job, scope)) > 1 and Found(modes=_listed(names), ns=job.namespace)),
)  # fmt: skip

NODE_POOL = (
    Check("NOM1061", "node-pool-unknown", "job {id:q} is in nonexistent node pool {pool:q}", "node_pool",
          "Create the node pool, or add it to node-pools under [server] in nomadspec.toml.",
          lambda job, scope: scope.settings.node_pools is not None and job.node_pool not in scope.settings.node_pools
          and Found(id=job.id or "", pool=job.node_pool)),
)  # fmt: skip

#: Of each service, of group or task.
SERVICE_IDENTITY_NAME = (
    Check("NOM8311", "service-identity-no-name", "Service {service} in {parent} has an identity with an empty name", "identity",
          "Set the identity's name; servers set it only for Consul services.",
          lambda service, scope: service.identity is not None and service.identity.name == "" and service.provider != "consul"
          and Found(service=service.name, parent=f"task {scope.task.name}" if scope.task is not None else f"task group {scope.group.name}")),
)  # fmt: skip
