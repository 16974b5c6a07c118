"""Implied constraints: what a job's features ask of a node, added to its groups and tasks.

One row a feature: where it is looked for, the constraints it brings, and when they are left out. The order of the rows is the order
in which they are appended.
"""

from __future__ import annotations

from nomadspec._generated.job_model import Constraint
from nomadspec.jobspec.block import known_reader

TYPE_CHECKING = False
if TYPE_CHECKING:
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
        asked = _Asked()
        for task in tasks:
            asked.look_at(task)
        if asked.vault:
            _add_by_attribute(group, VAULT)
        for provider in secrets:  # of the whole job: each group gets those of the others too
            _add_by_attribute(group, Constraint(attribute=f"${{attr.plugins.secrets.{provider}.version}}", operator="is_set"))
        if asked.numa:
            _add(group, NUMA_VERSION)
            _add(group, NUMA_KERNEL)
        if asked.signals:
            _add(group, Constraint(attribute="${attr.os.signals}", operator="set_contains", value=",".join(sorted(asked.signals))))
        identified = _imply_services(group, tasks, release)
        for network in group.get("network") or ():
            if network.get("mode") == "bridge" and release.does("bridge-networks-need-cni-plugins"):
                _add_by_attribute(group, *BRIDGE)
        if any(map(_transparent, services)):
            _add_by_attribute(group, TPROXY_CNI)
            _add_by_attribute(group, TPROXY_NOMAD)
        if asked.schedule:
            _add(group, SCHEDULES)
        if asked.identity or identified:
            _always(group, IDENTITY, again)


class _Asked:
    """What the tasks of a group ask of its nodes."""

    __slots__ = ("identity", "numa", "schedule", "signals", "vault")

    def __init__(self) -> None:
        self.vault = self.numa = self.schedule = self.identity = False
        #: Every signal that they may be sent by their configuration; an empty one of a template or vault block counts.
        self.signals: Final[set[str]] = set()

    def look_at(self, task: Draft) -> None:
        get = task.get
        sent = [get("kill_signal") or None]
        for template in get("template") or ():
            if template.get("change_mode") == "signal":
                sent.append(template.get("change_signal"))
        vault = get("vault")
        if vault is not None:
            self.vault = True
            if vault.get("change_mode") == "signal":
                sent.append(vault.get("change_signal"))
        self.signals.update([signal for signal in sent if signal is not None])
        resources = get("resources")
        numa = resources.get("numa") if resources is not None else None
        if numa is not None and numa.get("affinity", "none") != "none":
            self.numa = True
        if get("schedule") is not None:
            self.schedule = True
        if get("identity"):
            self.identity = True


_read_service = known_reader(("provider", "check", "identity"))


def _imply_services(group: Draft, tasks: list[Draft], release: Release) -> bool:
    """What services ask for: Nomad's of the group, also those of tasks; Consul's of their own group or task. Whether one has an identity."""
    native = checked = identified = False
    consul: list[Draft] = []
    for owner in (group, *tasks):
        in_consul = False
        for service in owner.get("service") or ():
            provider, checks, identity = _read_service(service)
            if provider == "nomad":
                native = True
                checked = checked or bool(checks)
            elif provider == "consul":
                in_consul = True
            if identity is not None:
                identified = True
        if in_consul:
            consul.append(owner)
    if native:
        _add(group, NOMAD_SERVICES)
    if checked:
        _add(group, NOMAD_CHECKS)
    for owner in consul:
        _add_by_attribute(owner, CONSUL if release.does("consul-services-need-consul-1.8") else CONSUL_OLDER)
    return identified


def _add(owner: Draft, constraint: Constraint) -> None:
    """Append a constraint unless there is the same one."""
    if "constraint" not in owner:
        return
    for other in owner["constraint"] or ():
        if other.get("attribute") == constraint.attribute and other.get("operator") == constraint.operator and other.get("value") == constraint.value:
            return
    _append(owner, constraint)


def _add_by_attribute(owner: Draft, *constraints: Constraint) -> None:
    """Append those constraints on whose attribute there is none."""
    if "constraint" not in owner:
        return
    present = [other.get("attribute") for other in owner["constraint"] or ()]
    _append(owner, *[constraint for constraint in constraints if constraint.attribute not in present])


def _always(owner: Draft, constraint: Constraint, again: bool) -> None:
    if again:
        _add(owner, constraint)
    else:
        _append(owner, constraint)


def _append(owner: Draft, *constraints: Constraint) -> None:
    if constraints and "constraint" in owner:
        owner["constraint"] = [*(owner["constraint"] or ()), *constraints]


def _secret_providers(tasks: list[Draft]) -> list[str]:
    providers = (secret.get("provider") for task in tasks for secret in task.get("secret") or ())
    return list(dict.fromkeys(provider for provider in providers if provider is not None))


def _transparent(service: Service) -> bool:
    connect = service.get("connect")
    sidecar = connect.get("sidecar_service") if connect is not None else None
    proxy = sidecar.get("proxy") if sidecar is not None else None
    return proxy is not None and proxy.get("transparent_proxy") is not None
