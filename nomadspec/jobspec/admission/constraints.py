"""Implied constraints: what a job's features ask of a node, added to its groups and tasks.

One row a feature: where it is looked for, the constraints it brings, and when they are left out. The order of the rows is the order
in which they are appended.
"""

from __future__ import annotations

from nomadspec._generated.job_model import Constraint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Final

    from nomadspec._generated.job_model import Service
    from nomadspec.jobspec.admission.draft import Draft
    from nomadspec.releases import Release


def _semver(attribute: str, least: str) -> Constraint:
    return Constraint(attribute=attribute, operator="semver", value=f">= {least}")


VAULT: Final = _semver("${attr.vault.version}", "0.6.1")
CONSUL: Final = _semver("${attr.consul.version}", "1.8.0")
CONSUL_OLDER: Final = _semver("${attr.consul.version}", "1.7.0")
CONSUL_TLS: Final = _semver("${attr.consul.version}", "1.11.2")
CONSUL_GRPC: Final = Constraint(attribute="${attr.consul.grpc}", operator=">", value="0")
NUMA_VERSION: Final = _semver("${attr.nomad.version}", "1.6.3-dev")
NUMA_KERNEL: Final = Constraint(attribute="${attr.kernel.name}", operator="=", value="linux")
NOMAD_SERVICES: Final = Constraint(attribute="${attr.nomad.service_discovery}", operator="=", value="true")
NOMAD_CHECKS: Final = _semver("${attr.nomad.version}", "1.4.0")
BRIDGE: Final = tuple(_semver(f"${{attr.plugins.cni.version.{plugin}}}", "0.4.0") for plugin in ("bridge", "firewall", "host-local", "loopback", "portmap"))
TPROXY_CNI: Final = _semver("${attr.plugins.cni.version.consul-cni}", "1.4.2")
TPROXY_NOMAD: Final = _semver("${attr.nomad.version}", "1.8.0-dev")
SCHEDULES: Final = _semver("${attr.nomad.version}", "1.8.0-dev")
IDENTITY: Final = _semver("${attr.nomad.version}", "1.7.0-a")

#: All of them, by identity: nothing is wrong with them.
IMPLIED: Final = frozenset(
    map(
        id,
        (
            VAULT,
            CONSUL,
            CONSUL_OLDER,
            CONSUL_TLS,
            CONSUL_GRPC,
            NUMA_VERSION,
            NUMA_KERNEL,
            NOMAD_SERVICES,
            NOMAD_CHECKS,
            *BRIDGE,
            TPROXY_CNI,
            TPROXY_NOMAD,
            SCHEDULES,
            IDENTITY,
        ),
    )
)


def imply_partitions(job: Draft, *, again: bool) -> None:
    """Keep groups and tasks that name a Consul partition on the nodes in it; see `imply` for `again`."""
    for group in job.get("group") or ():
        for owner in (group, *(group.get("task") or ())):
            consul = owner.get("consul")
            partition = consul.get("partition") if consul is not None else None
            if partition:
                _always(owner, Constraint(attribute="${attr.consul.partition}", operator="=", value=partition), again)


def imply(job: Draft, release: Release, *, again: bool) -> None:
    """Append the constraints that the release implies to the groups and tasks of a canonical job.

    Nomad appends two of them without a look at what is there. `again` says that the job has been through this before: what it has
    is then not appended once more.
    """
    groups: list[Draft] = job.get("group") or []
    secrets = _secret_providers([task for group in groups for task in group.get("task") or ()])
    for group in groups:
        tasks: list[Draft] = group.get("task") or []
        services: list[Service] = group.get("service") or []
        if any(task.get("vault") is not None for task in tasks):
            _add(group, VAULT, same_attribute=True)
        for provider in secrets:  # of the whole job: each group gets those of the others too
            _add(group, Constraint(attribute=f"${{attr.plugins.secrets.{provider}.version}}", operator="is_set"), same_attribute=True)
        if any(_wants_numa(task) for task in tasks):
            _add(group, NUMA_VERSION)
            _add(group, NUMA_KERNEL)
        signals = sorted(_signals(tasks))
        if signals:
            _add(group, Constraint(attribute="${attr.os.signals}", operator="set_contains", value=",".join(signals)))
        _imply_services(group, services, tasks, release)
        networks = group.get("network") or ()
        if any(network.get("mode") == "bridge" for network in networks) and release.does("bridge-networks-need-cni-plugins"):
            for constraint in BRIDGE:
                _add(group, constraint, same_attribute=True)
        if any(_transparent(service) for service in services):
            _add(group, TPROXY_CNI, same_attribute=True)
            _add(group, TPROXY_NOMAD, same_attribute=True)
        if any(task.get("schedule") is not None for task in tasks):
            _add(group, SCHEDULES)
        if any(task.get("identity") for task in tasks) or any(
            service.get("identity") is not None for task in [group, *tasks] for service in task.get("service") or ()
        ):
            _always(group, IDENTITY, again)


def _imply_services(group: Draft, services: Iterable[Service], tasks: list[Draft], release: Release) -> None:
    """What services ask for: Nomad's of the group, also those of tasks; Consul's of their own group or task."""
    everywhere = [*services, *(service for task in tasks for service in task.get("service") or ())]
    native = [service for service in everywhere if service.get("provider") == "nomad"]
    if native:
        _add(group, NOMAD_SERVICES)
        if any(service.get("check") for service in native):
            _add(group, NOMAD_CHECKS)
    for owner in (group, *tasks):
        if any(service.get("provider") == "consul" for service in owner.get("service") or ()):
            _add(owner, CONSUL if release.does("consul-services-need-consul-1.8") else CONSUL_OLDER, same_attribute=True)


def _add(owner: Draft, constraint: Constraint, *, same_attribute: bool = False) -> None:
    """Append a constraint unless there is the same one, or one on the same attribute."""
    if "constraint" not in owner:
        return
    for other in owner["constraint"] or ():
        if other.get("attribute") == constraint.attribute and (
            same_attribute or (other.get("operator") == constraint.operator and other.get("value") == constraint.value)
        ):
            return
    _append(owner, constraint)


def _always(owner: Draft, constraint: Constraint, again: bool) -> None:
    if again:
        _add(owner, constraint)
    else:
        _append(owner, constraint)


def _append(owner: Draft, constraint: Constraint) -> None:
    if "constraint" in owner:
        owner["constraint"] = [*(owner["constraint"] or ()), constraint]


def _secret_providers(tasks: list[Draft]) -> list[str]:
    providers = (secret.get("provider") for task in tasks for secret in task.get("secret") or ())
    return list(dict.fromkeys(provider for provider in providers if provider is not None))


def _wants_numa(task: Draft) -> bool:
    resources = task.get("resources")
    numa = resources.get("numa") if resources is not None else None
    return numa is not None and numa.get("affinity", "none") != "none"


def _signals(tasks: list[Draft]) -> set[str]:
    """Every signal that the tasks of a group may be sent by their configuration; an empty one of a template or vault block counts."""
    signals: set[str] = set()
    for task in tasks:
        sent = [task.get("kill_signal") or None]
        sent += [template.get("change_signal") for template in task.get("template") or () if template.get("change_mode") == "signal"]
        vault = task.get("vault")
        if vault is not None and vault.get("change_mode") == "signal":
            sent.append(vault.get("change_signal"))
        signals.update(signal for signal in sent if signal is not None)
    return signals


def _transparent(service: Service) -> bool:
    connect = service.get("connect")
    sidecar = connect.get("sidecar_service") if connect is not None else None
    proxy = sidecar.get("proxy") if sidecar is not None else None
    return proxy is not None and proxy.get("transparent_proxy") is not None
