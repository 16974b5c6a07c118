"""What a job leaves behind for the rules about a whole repository: plain data, so that it can be cached and sent between processes.

    {"path", "id", "namespace", "region", "type", "datacenters", "node_pool", "at": [start, end],
     "static_ports": [{"port", "label", "group", "host_network", "count", "ignore_collision", "constraints": [[attribute, operator, value]], "at"}],
     "services":     [{"name", "provider", "group", "connect", "at"}],
     "linked":       [{"name", "group"}]                              services that a terminating gateway brings into the mesh
     "upstreams":    [{"name", "type", "datacenter", "peer", "group", "at"}],
     "csi_plugins":  [{"id", "type", "task", "at"}],
     "volumes":      [{"name", "type", "source", "group", "access_mode", "read_only", "at"}],
     "unknown":      [names of the lists that are not complete]}

`at` is the place as character offsets in the file, or None. A value that is not known (it depends on a variable without a value) is left out of the
facts, and so is what a list has from a group with such a value. Names of services are those that Nomad registers; `*` stands for what only a client
knows.
"""

from __future__ import annotations

from nomadspec.jobspec.admission.canonical import LONGEST_NAME
from nomadspec.jobspec.block import UnknownValue, wholly_known
from nomadspec.source.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from dataclasses import KW_ONLY
    from typing import Any, Final

    from nomadspec._generated.job_model import Job, TaskGroup
    from nomadspec.jobspec.block import JobBlock
    from nomadspec.jobspec.written import Origin

    Facts = dict[str, Any]

#: A name that is not known, as a reference that nobody knows.
_ANY = "${}"
#: Fields of a job that are facts, with what they are where they are not written.
_OF_JOB: Final = (("id", None), ("namespace", "default"), ("region", "global"), ("type", "service"), ("node_pool", "default"))


def facts_of(job: Job, path: str) -> Facts:
    """The facts of one job in the file `path`."""
    facts: Facts = {"path": path, "at": _at(job)}
    for name, default in _OF_JOB:
        try:
            facts[name] = getattr(job, name) or default
        except UnknownValue:
            continue
    if job.known("datacenters") and wholly_known(job.datacenters):
        facts["datacenters"] = job.datacenters or ["*"]
    groups = job.get("group") or ()
    unknown: list[str] = [] if job.known("group") else [*_GATHERERS]
    for key, gather in _GATHERERS.items():
        rows: list[Facts] = []
        for group in groups:
            try:
                rows += gather(job, group)
            except UnknownValue:
                unknown.append(key)
        facts[key] = rows
    facts["unknown"] = list(dict.fromkeys(unknown))
    return facts


def _at(block: JobBlock) -> list[int] | None:
    """The header of a block; None where it was not written as HCL."""
    origin: Origin | None = block.get("origin")
    return [origin.block.start, origin.block.header_end] if origin is not None else None


def _static_ports(job: Job, group: TaskGroup) -> Iterator[Facts]:
    owners = (job, group, *(group.task or ()))
    networks = group.network or ()
    if not [network for network in networks if network.reserved_ports]:
        return
    constraints = [[c.attribute or "", c.operator or "=", c.value or ""] for owner in owners for c in owner.constraint or ()]
    for network in networks:
        for port in network.reserved_ports or ():
            yield {
                "port": port.static,
                "label": port.label,
                "group": group.name,
                "host_network": port.host_network or "",
                "count": 1 if group.count is None else group.count,
                "ignore_collision": bool(port.ignore_collision),
                "constraints": constraints,
                "at": _at(port),
            }


def _services(job: Job, group: TaskGroup) -> Iterator[Facts]:
    base = f"{job.name or job.id}-{group.name}"
    for owner in (group, *(group.task or ())):
        task = "" if owner is group else owner.name
        if not owner.service:
            continue
        words = {"JOB": job.name or job.id, "TASKGROUP": group.name, "TASK": task or "group", "BASE": f"{base}-{task or 'group'}", **_runtime_names(job, group)}
        default = f"{base}-{task}" if task else base
        default = default if len(default) <= LONGEST_NAME else "*"
        for service in owner.service or ():
            yield {
                "name": _as_registered(service.get("name", _ANY) or "", words) or default,
                "provider": service.provider or "consul",
                "group": group.name,
                "connect": service.connect is not None,
                "at": _at(service),
            }


def _as_registered(name: str, words: Mapping[str, str | None]) -> str:
    """The name with references replaced by their values, by `*` where they have none here."""
    if "${" not in name:
        return name if len(name) <= LONGEST_NAME else "*"
    found, *rest = name.split("${")
    if len(name) + len(rest) * max((len(value or "") for value in words.values()), default=0) > LONGEST_NAME:
        return "*"
    for part in rest:
        word, _, text = part.partition("}")
        found += (words.get(word) or "*") + text
    return found


def _runtime_names(job: Job, group: TaskGroup) -> dict[str, str | None]:
    """What clients replace. The instances of a periodic or parameterized job have names of their own."""
    if job.periodic is not None or job.parameterized is not None:
        return {"NOMAD_GROUP_NAME": group.name}
    return {"NOMAD_JOB_NAME": job.name or job.id, "NOMAD_JOB_ID": job.id, "NOMAD_GROUP_NAME": group.name}


def _linked(job: Job, group: TaskGroup) -> Iterator[Facts]:
    for service in group.service or ():
        gateway = service.connect.gateway if service.connect is not None else None
        for linked in (gateway.terminating.service if gateway is not None and gateway.terminating is not None else None) or ():
            yield {"name": _as_registered(linked.get("name", _ANY) or "", _runtime_names(job, group)), "group": group.name}


def _upstreams(job: Job, group: TaskGroup) -> Iterator[Facts]:
    for service in group.service or ():
        sidecar = service.connect.sidecar_service if service.connect is not None else None
        proxy = sidecar.proxy if sidecar is not None else None
        for upstream in (proxy.upstreams if proxy is not None else None) or ():
            yield {
                "name": _as_registered(upstream.destination_name or "", _runtime_names(job, group)),
                "type": upstream.get("destination_type") or "service",
                "datacenter": upstream.datacenter,
                "peer": upstream.get("destination_peer") or "",
                "group": group.name,
                "at": _at(upstream),
            }


def _csi_plugins(job: Job, group: TaskGroup) -> Iterator[Facts]:
    for task in group.task or ():
        plugin = task.csi_plugin
        if plugin is not None and plugin.id:
            yield {"id": plugin.id, "type": plugin.type, "task": task.name, "at": _at(plugin)}


def _volumes(job: Job, group: TaskGroup) -> Iterator[Facts]:
    for name, volume in (group.volume or {}).items():
        yield {
            "name": name,
            "type": volume.type,
            "source": volume.source,
            "group": group.name,
            "access_mode": volume.access_mode,
            "read_only": volume.read_only,
            "per_alloc": volume.per_alloc,
            "at": _at(volume),
        }


_GATHERERS: dict[str, Callable[[Job, TaskGroup], Iterator[Facts]]] = {
    "static_ports": _static_ports,
    "services": _services,
    "linked": _linked,
    "upstreams": _upstreams,
    "csi_plugins": _csi_plugins,
    "volumes": _volumes,
}


class Fact(Record):
    """The place of a fact: the job it is of, its character offsets in that job's file (None: the file as a whole), and the block it is in."""

    job: Facts
    at: list[int] | None
    _: KW_ONLY
    block: str = ""
