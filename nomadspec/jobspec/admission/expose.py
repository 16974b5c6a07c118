"""Checks that are exposed through a sidecar: each gets a path in the proxy and, unless it has one, a port of its own."""

from __future__ import annotations

from nomadspec._generated.job_model import ConsulExposeConfig, ConsulExposePath, ConsulProxy, Port
from nomadspec.jobspec.admission.connect_tasks import add_dynamic_port
from nomadspec.jobspec.admission.refusal import Refusal
from nomadspec.notation import duration

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from nomadspec._generated.job_model import ConsulConnect, ConsulSidecarService, NetworkResource, Service, ServiceCheck
    from nomadspec.jobspec.admission.draft import Draft
    from nomadspec.releases import Release

HOOK: Final = "expose-check"
TYPES: Final = frozenset({"http", "grpc"})

#: Counters in a check's digest.
COUNTS: Final = {"success": "success_before_passing", "failures": "failures_before_critical", "failures-before-warning": "failures_before_warning"}


def open_checks(job: Draft, release: Release) -> None:
    """Expose the checks of a canonical job that ask for it. Raises Refusal, in the words of the release."""
    for group in job.get("group") or ():
        services = group.get("service")
        if services:
            group["service"] = [_exposed_service(service, group, release) for service in services]


def _exposed_service(service: Service, group: Draft, release: Release) -> Service:
    connect: ConsulConnect | None = service.get("connect")
    sidecar: ConsulSidecarService | None = connect.get("sidecar_service") if connect is not None else None
    checks = service.get("check")
    if connect is None or sidecar is None or not checks or not any(map(_exposable, checks)):
        return service
    _need_network(group, service, release)
    if not service.known("name"):  # it is part of every port's label
        return service
    proxy = sidecar.get("proxy") or ConsulProxy()
    expose = proxy.get("expose") or ConsulExposeConfig()
    paths = list(expose.get("path") or ())
    opened = []
    for index, check in enumerate(checks):
        if not _exposable(check):
            opened.append(check)
            continue
        local = _local_port(service, group, check)
        if check.get("port") == "":
            check = check.changed(port=f"svc_{service.name}_ck_{_digest(check, service.name, index)}")
            add_dynamic_port(group, Port(label=check.port, to=-1, host_network="default"))
        paths.append(ConsulExposePath(path=check.path, protocol=check.get("protocol", ""), local_path_port=local, listener_port=check.get("port", "")))
        opened.append(check)
    if not paths:
        return service
    proxy = proxy.changed(expose=expose.changed(path=paths))
    return service.changed(check=opened, connect=connect.changed(sidecar_service=sidecar.changed(proxy=proxy)))


def _exposable(check: ServiceCheck) -> bool:
    path = check.get("path") or ""
    return bool(check.get("expose")) and (check.get("type") or "").lower() in TYPES and path.startswith("/")


def _need_network(group: Draft, service: Service, release: Release) -> None:
    if "network" not in group:
        return
    networks: list[NetworkResource] = group["network"] or []
    if not release.does("expose-check-on-cni-networks"):
        if len(networks) != 1:
            raise Refusal(HOOK, f'group "{group.get("name")}" must specify one bridge network for exposing service check(s)', service)
        if networks[0].get("mode", "bridge") != "bridge":
            raise Refusal(HOOK, f'group "{group.get("name")}" must use bridge network for exposing service check(s)', service)
        return
    if len(networks) != 1:
        raise Refusal(
            HOOK, f'connect expose check: must have exactly one network for Consul Connect: group "{group.get("name")}" has {len(networks)} networks', service
        )
    mode = networks[0].get("mode", "bridge")
    if mode != "bridge" and not mode.startswith("cni/"):
        raise Refusal(
            HOOK,
            f'connect expose check: invalid network mode for Consul Connect: group "{group.get("name")}" uses network mode "{mode}"; must be "bridge" or "cni/*"',
            service,
        )


def _local_port(service: Service, group: Draft, check: ServiceCheck) -> int:
    """The port that the service itself listens on: a number, or the label of a static port."""
    label = service.get("port", "0")
    if label.isascii() and label.isdigit() and 0 < int(label) < 2**31:
        return int(label)
    for network in group.get("network") or ():
        for port in network.get("reserved_ports") or ():
            if port.get("label") == label and port.get("static"):
                return int(port.static)
    raise Refusal(HOOK, f"unable to determine local service port for service check {group.get('name')}->{service.name}->{check.get('name')}", check)


def _digest(check: ServiceCheck, service: str, index: int) -> str:
    """Six digits that tell the checks of a service apart: Nomad's digest of what is written in the check."""
    header = check.get("header") or {}
    parts = [
        f"{service}_{index}",
        check.get("name"),
        check.get("type"),
        check.get("command"),
        *(check.get("args") or ()),
        check.get("path"),
        check.get("protocol"),
        check.get("port"),
        duration.text(check.get("interval", 0)),
        duration.text(check.get("timeout", 0)),
        check.get("method"),
        check.get("body"),
        check.get("on_update"),
        check.get("notes"),
        "true" if check.get("tls_skip_verify") else "",
        check.get("tls_server_name"),
        *(text for key in sorted(header) for text in (key, *header[key])),
        check.get("address_mode"),
        check.get("grpc_service"),
        "true" if check.get("grpc_use_tls") else "",
        *(f"{word}:{check.get(name)}" for word, name in COUNTS.items() if check.get(name)),
    ]
    from hashlib import sha256

    return sha256("".join(part or "" for part in parts).encode("utf-8", "surrogatepass")).hexdigest()[:6]
